package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

/** On the small model: a search decides as fresh runs do. */
class DecisionsCommandTest {

  /** Losses of about .03 in float32, each with the rounding of the removals before it. */
  private static final double ROUNDING = 1e-6;

  private final RealSession user = new RealSession();

  @Test
  void decisions_ofEveryReplay_areThoseOfFreshRuns() throws JsonProcessingException {
    assertThat(user.type("bench", "decisions", "--quick", "--json")).as(user.err()).isZero();

    JsonNode list = new ObjectMapper().readTree(user.out());
    assertThat(list.findValuesAsText("schedule"))
        .containsExactly(
            "acdc-head-heavy", "acdc-head-heavy-kl", "acdc-late-mlp", "acdc-mlp-heavy");
    for (JsonNode one : list) {
      assertThat(one.get("tests").asInt()).isEqualTo(40);
      assertThat(one.get("largestDifference").asDouble()).isBetween(0.0, ROUNDING);
      assertThat(one.get("differing")).isEmpty();
    }
  }

  @Test
  void decisions_someTests_areATable() {
    assertThat(user.type("bench", "decisions", "acdc-late-mlp", "--quick", "--tests=7"))
        .as(user.err())
        .isZero();

    assertThat(user.out())
        .containsPattern("\nacdc-late-mlp +7 +\\d+ +\\d\\.\\de-\\d\\d +\\d\\.\\de-\\d\\d +0\n")
        .endsWith("Losses of fresh runs at threshold 0.001; nearer than 2.0e-05 is a tie.\n");
    assertThat(user.out().lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(81));
  }

  @Test
  void decisions_ofWhatIsNoReplay_areRefused() {
    assertThat(user.type("bench", "decisions", "eap")).isEqualTo(2);

    assertThat(user.err())
        .isEqualTo(
            """
            'eap' is not a replayed search.
            There are: acdc-head-heavy, acdc-head-heavy-kl, acdc-late-mlp, acdc-mlp-heavy.
            """);
  }

  @Test
  void decisions_ofNoTests_areRefused() {
    assertThat(user.type("bench", "decisions", "--tests=0")).isEqualTo(2);

    assertThat(user.err())
        .isEqualTo(
            """
            --tests=0 compares nothing.
            Give 1 or more, such as --tests=40.
            """);
  }
}
