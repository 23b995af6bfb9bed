package dev.patchbay.export;

import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.graph.Port;
import dev.patchbay.spi.plugin.Options;

/** The style sheet of a drawing. */
final class SvgStyle {

  private static final String FIXED =
      """
      text{font-family:Helvetica,Arial,"Liberation Sans","DejaVu Sans",sans-serif;text-anchor:middle}
      .start text{text-anchor:start}
      .edge .seen{fill:none}
      .edge .felt{fill:none;stroke:#000;stroke-opacity:0;stroke-width:7}
      .hinders{stroke-dasharray:6 4}
      .edge:hover .seen{stroke-width:5}
      .name{font-size:12px}
      .letter{font-size:9px}
      """;

  private static final String DARK =
      """
      .paper{fill:#14181d}
      .band{fill:#1c2229}
      .ink{fill:#eceff2}
      .faint{fill:#a3acb5}
      .frame{stroke:#3a424b}
      .end .body{fill:#d5dde4;stroke:#d5dde4}.end .name{fill:#14181d}
      .head .body{fill:#1b3247;stroke:#79add8}.head .name{fill:#e8f1f9}
      .kv-group .body{fill:#2b3036;stroke:#a3acb5}.kv-group .name{fill:#eceff2}
      .mlp .body{fill:#3a3015;stroke:#d3ac4c}.mlp .name{fill:#fdf0cd}
      .q .seen{stroke:#62b5ee}.q.mark{fill:#62b5ee}
      .k .seen{stroke:#ff8f45}.k.mark{fill:#ff8f45}
      .v .seen{stroke:#2fc795}.v.mark{fill:#2fc795}
      .input .seen{stroke:#c0c7ce}.input.mark{fill:#c0c7ce}
      .wire .seen{stroke:#6d757d}
      """;

  /** Whose colours a drawing has. */
  enum Theme {
    /** Light, and dark where the reader's system is. */
    AUTO,
    /** Light everywhere. */
    LIGHT,
    /** Dark everywhere. */
    DARK
  }

  private SvgStyle() {}

  /** The class of a kind of nodes. */
  static String type(Node.Kind kind) {
    return switch (kind) {
      case INPUT, POSITIONS, LOGITS -> "end";
      case HEAD, KV_GROUP, MLP -> Options.word(kind);
    };
  }

  /** The whole sheet. */
  static String sheet(Theme theme) {
    StringBuilder light =
        new StringBuilder(
            """
            .paper{fill:#fff}
            .band{fill:#f4f6f8}
            .ink{fill:#1d2329}
            .faint{fill:#5c656e}
            .frame{fill:none;stroke:#d0d0d0}
            """);
    for (Node.Kind kind :
        new Node.Kind[] {Node.Kind.INPUT, Node.Kind.HEAD, Node.Kind.KV_GROUP, Node.Kind.MLP}) {
      light.append(
          ".%s .body{fill:%s;stroke:%s}.%1$s .name{fill:%s}\n"
              .formatted(
                  type(kind),
                  Look.fill(kind),
                  Look.outline(kind),
                  kind == Node.Kind.INPUT ? "#fff" : "#1d2329"));
    }
    for (Port port : Port.values()) {
      light.append(
          ".%s .seen{stroke:%s}.%1$s.mark{fill:%2$s}\n".formatted(port.label(), Look.colour(port)));
    }
    String dark =
        switch (theme) {
          case AUTO -> "@media (prefers-color-scheme:dark){\n" + DARK + "}\n";
          case LIGHT -> "";
          case DARK -> DARK;
        };
    return "\n" + FIXED + light + dark;
  }
}
