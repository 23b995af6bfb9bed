package dev.patchbay.export;

import dev.patchbay.spi.graph.Port;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The legend below a drawing: one sample of each look of an edge. A cluster of real edges, so that
 * the samples look like what they explain.
 */
final class DotLegend {

  private static final String NEUTRAL = "color=\"" + Look.NEUTRAL + "\", arrowhead=none";

  private static final List<Sample> SAMPLES =
      List.of(
          new Sample("q", DotStyle.of(Port.Q)),
          new Sample("k", DotStyle.of(Port.K)),
          new Sample("v", DotStyle.of(Port.V)),
          new Sample("MLP, logits", DotStyle.of(Port.INPUT)),
          new Sample("supports", NEUTRAL),
          new Sample("hinders", NEUTRAL + ", " + DotStyle.HINDERS),
          new Sample("small", NEUTRAL + ", " + DotStyle.pen(Look.width(0))),
          new Sample("large |score|", NEUTRAL + ", " + DotStyle.pen(Look.width(1))));

  private DotLegend() {}

  /** A vertical line with words at its foot. */
  private record Sample(String label, String style) {

    String foot() {
      return DotText.quoted("legend " + label);
    }

    String head() {
      return DotText.quoted("legend line " + label);
    }

    String dot() {
      return """
              %s [shape=plaintext, style="", fontcolor="#4d4d4d", label=%s];
              %s [shape=point, style=invis, width=0.01, height=0.01];
              %s -> %s [%s];
          """
          .formatted(foot(), DotText.quoted(label), head(), foot(), head(), style);
    }
  }

  /**
   * The cluster's statements.
   *
   * @param above the quoted id of a node above the legend
   */
  static String standingBelow(String above) {
    return """
          subgraph "cluster legend" {
            style="rounded"; color="#d0d0d0"; label=""; margin=6;
            node [fontsize=9, height=0.16, width=0.3, margin="0.04,0.01"];
            edge [penwidth=1.5, arrowsize=0.7];
        %s    { rank=same; edge [style=invis]; %s; }
          }
          %s -> %s [style=invis, weight=0];
        """
        .formatted(
            SAMPLES.stream().map(Sample::dot).collect(Collectors.joining()),
            SAMPLES.stream().map(Sample::foot).collect(Collectors.joining(" -> ")),
            SAMPLES.get(SAMPLES.size() / 2).head(),
            above);
  }
}
