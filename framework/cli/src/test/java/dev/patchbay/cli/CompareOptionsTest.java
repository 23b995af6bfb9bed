package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.study.Study;
import dev.patchbay.study.Study.Contender;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CompareOptionsTest {

  private final Study usual = new CompareOptions().study(Optional.empty());
  private final List<String> told = new ArrayList<>();

  private List<String> strategies(Study study, int edges) {
    return CompareOptions.bounded(study, model -> edges, told::add).contenders().stream()
        .map(Contender::strategy)
        .toList();
  }

  @Test
  void bounded_modelOfManyEdges_isNotSearchedUnasked() {
    assertThat(strategies(usual, 100_001)).containsExactly("eap", "eap-ig-inputs", "random");
    assertThat(told)
        .containsExactly(
            "acdc does not take part: patchbay-small has 100,001 edges, more than 100,000, and each may be a test at each of 9 thresholds; --strategy acdc asks for it");
  }

  @Test
  void bounded_modelOfFewerEdgesOrStrategiesByName_staysAsItIs() {
    Study named = usual.among(List.of(new Contender("acdc", List.of(), List.of())));

    assertThat(strategies(usual, 100_000)).contains("acdc");
    assertThat(strategies(named, 100_001)).containsExactly("acdc");
    assertThat(told).isEmpty();
  }
}
