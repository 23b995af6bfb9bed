package dev.patchbay.plugins.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.patchbay.plugins.strategy.IntegrationRule.Point;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.strategy.StrategyProvider;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class IntegrationRuleTest {

  /** Sums of a few dozen doubles of size 1. */
  private static final double ROUNDING = 1e-12;

  @Test
  void points_left_startAtTheAblatedEnd() {
    assertThat(IntegrationRule.LEFT.points(4))
        .containsExactly(
            new Point(0, .25), new Point(.25, .25), new Point(.5, .25), new Point(.75, .25));
  }

  @Test
  void points_right_endAtTheCleanEnd() {
    assertThat(IntegrationRule.RIGHT.points(2))
        .containsExactly(new Point(.5, .5), new Point(1, .5));
  }

  @Test
  void points_midpoint_lieInTheMiddles() {
    assertThat(IntegrationRule.MIDPOINT.points(2))
        .containsExactly(new Point(.25, .5), new Point(.75, .5));
  }

  @Test
  void points_trapezoid_countTheEndsHalf() {
    assertThat(IntegrationRule.TRAPEZOID.points(2))
        .containsExactly(new Point(0, .25), new Point(.5, .5), new Point(1, .25));
  }

  @ParameterizedTest
  @EnumSource
  void points_anyRule_haveWeightsThatSumToOne(IntegrationRule rule) {
    assertThat(mean(rule, 7, alpha -> 1)).isCloseTo(1, within(ROUNDING));
  }

  @ParameterizedTest
  @CsvSource({"MIDPOINT", "TRAPEZOID"})
  void points_ruleOfSecondOrder_integrateALineExactly(IntegrationRule rule) {
    assertThat(mean(rule, 5, alpha -> 3 * alpha - 1)).isCloseTo(.5, within(ROUNDING));
  }

  @ParameterizedTest
  @EnumSource
  void points_many_approachTheIntegral(IntegrationRule rule) {
    int pieces = 1000;

    // The rules of first order miss it by half a piece times the rise over the way, which is 1.
    assertThat(mean(rule, pieces, alpha -> alpha * alpha)).isCloseTo(1. / 3, within(.6 / pieces));
  }

  private static double mean(IntegrationRule rule, int points, DoubleUnaryOperator function) {
    return rule.points(points).stream()
        .mapToDouble(point -> point.weight() * function.applyAsDouble(point.alpha()))
        .sum();
  }

  static Stream<StrategyProvider> integrating() {
    return Stream.of(new EapIgInputs(), new EapIgActivations());
  }

  @ParameterizedTest
  @MethodSource("integrating")
  void create_pointsOutOfRange_areRefused(StrategyProvider strategy) {
    String name = strategy.descriptor().name();

    for (String points : List.of("0", "1001", "2147483647")) {
      assertThatThrownBy(() -> strategy.create(new Options(name, Map.of("points", points))))
          .isInstanceOf(PatchbayException.class)
          .hasMessage(
              name + " cannot integrate over points=" + points + ".\nGive 1 to 1000; 5 is usual.");
    }
  }

  @Test
  void create_repoVariantBySender_isRefused() {
    Options options = new Options("eap-ig-activations", Map.of("variant", "eap-ig-repo"));

    assertThatThrownBy(() -> new EapIgActivations().create(options))
        .isInstanceOf(PatchbayException.class)
        .hasMessage(
            "eap-ig-activations has no variant=eap-ig-repo with group=sender.\n"
                + "EAP-IG's code moves a layer's heads together: add group=layer.");
  }
}
