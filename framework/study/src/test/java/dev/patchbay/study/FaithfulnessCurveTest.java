package dev.patchbay.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.patchbay.core.discovery.EdgeFractions;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.EdgeScores.Ranking;
import dev.patchbay.spi.graph.GraphShape;
import dev.patchbay.spi.report.Rounding;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Areas of curves that can be integrated by hand. */
class FaithfulnessCurveTest {

  /** Sums of ten numbers. */
  private static final double ROUNDING = 1e-12;

  /** Large enough for a circuit of a thousandth of the edges. */
  private static final ComputationGraph GRAPH =
      ComputationGraph.of(new GraphShape(8, 6, 6, true, false, false, false));

  private static final int[] BOTH = {0, 1};

  private static double share(Circuit circuit) {
    return (double) circuit.size() / GRAPH.edgeCount();
  }

  /** Prompt 0 does best with what {@code height} says of a share, prompt 1 likewise by half. */
  private static FaithfulnessCurve curve(DoubleUnaryOperator height) {
    MeasuredCircuits measured =
        new MeasuredCircuits(
            GRAPH,
            circuit -> {
              double value = height.applyAsDouble(share(circuit));
              return new double[] {2 + 4 * value, 1 + 2 * value};
            },
            Rounding.FLOAT64);
    EdgeScores scores =
        EdgeScores.of(GRAPH, IntStream.range(0, GRAPH.edgeCount()).mapToDouble(i -> i).toArray());
    List<Circuit> circuits =
        EdgeFractions.sizes(GRAPH.edgeCount(), 0).stream()
            .map(size -> scores.top(size, Ranking.ABSOLUTE))
            .toList();
    return new FaithfulnessCurve(circuits, measured);
  }

  @Test
  void sizes_areNeverMoreThanTheShareSays() {
    assertThat(EdgeFractions.sizes(1519, 0))
        .containsExactly(1, 3, 7, 15, 30, 75, 151, 303, 759, 1519);
  }

  @Test
  void areas_faithfulFromTheFirstEdgeOn_areTheWholeAxis() {
    FaithfulnessCurve curve = curve(share -> share > 0 ? 1 : 0);

    assertThat(curve.cpr(BOTH)).isCloseTo(1 - .001, within(ROUNDING));
    assertThat(curve.cmd(BOTH)).isCloseTo(0, within(ROUNDING));
    assertThat(curve.cprLog(BOTH)).isCloseTo(1, within(ROUNDING));
    assertThat(curve.cmdLog(BOTH)).isCloseTo(0, within(ROUNDING));
  }

  @Test
  void areas_twiceAsFaithfulAsTheModel_areAsFarFromItAsNothing() {
    FaithfulnessCurve curve = curve(share -> share == 1 ? 1 : share > 0 ? 2 : 0);

    // 2 up to a half of the edges, then straight down to 1.
    assertThat(curve.cpr(BOTH)).isCloseTo(2 * .499 + 1.5 * .5, within(ROUNDING));
    assertThat(curve.cmd(BOTH)).isCloseTo(1 * .499 + .5 * .5, within(ROUNDING));
  }

  @Test
  void areas_asFaithfulAsTheShare_areHalf() {
    double floor = 1. / GRAPH.edgeCount(); // sizes are whole

    assertThat(curve(share -> share).cpr(BOTH)).isCloseTo(.5, within(floor));
    assertThat(curve(share -> share).cmd(BOTH)).isCloseTo(.5, within(floor + .001));
  }

  @Test
  void faithfulness_somePrompts_isTheRatioOfTheirMeans() {
    MeasuredCircuits measured =
        new MeasuredCircuits(
            GRAPH,
            circuit ->
                circuit.size() == 0
                    ? new double[] {0, 1, 5}
                    : circuit.size() == 1 ? new double[] {1, 2, 7} : new double[] {4, 3, 9},
            Rounding.FLOAT64);
    Circuit one = Circuit.full(GRAPH).without(IntStream.range(1, GRAPH.edgeCount()).toArray());

    // means over prompts 0, 1, 1: circuit 5/3, empty 2/3, full 10/3
    assertThat(measured.faithfulness(one, new int[] {0, 1, 1})).isCloseTo(3. / 8, within(ROUNDING));
  }

  @Test
  void faithfulness_promptsThatDoAsTheirTwins_isUndefined() {
    // Prompt 0 is its own twin, and parts from it by rounding.
    MeasuredCircuits measured =
        new MeasuredCircuits(
            GRAPH,
            circuit ->
                circuit.size() == 0
                    ? new double[] {-1.8885319, 1}
                    : circuit.size() == 1
                        ? new double[] {-1.8885290, 2}
                        : new double[] {-1.8885381, 3},
            Rounding.FLOAT32);
    Circuit one = Circuit.full(GRAPH).without(IntStream.range(1, GRAPH.edgeCount()).toArray());

    assertThat(measured.faithfulness(one, new int[] {0, 0})).isNaN();
    assertThat(measured.faithfulness(one, new int[] {0, 1})).isCloseTo(.5, within(1e-5));
  }

  @Test
  void points_allPrompts_areFaithfulnessAtEachShare() {
    List<double[]> points = curve(share -> share).points(BOTH);

    assertThat(points.get(9)).containsExactly(1, 1);
    assertThat(points.get(0)[0]).isEqualTo(.001);
  }
}
