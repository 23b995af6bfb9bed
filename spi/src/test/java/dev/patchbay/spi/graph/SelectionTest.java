package dev.patchbay.spi.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.spi.graph.EdgeScores.Ranking;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The three rules against EAP-IG's choices from the same scores. */
class SelectionTest {

  static Stream<Choice> choices() {
    return Stream.of(
            choices("selection-gpt2-tiny.txt", GraphShape.sequential(2, 4)),
            choices("selection-gpt-neox-tiny.txt", new GraphShape(2, 4, 4, true, true)),
            choices("selection-llama-tiny.txt", GraphShape.sequential(2, 4)))
        .flatMap(List::stream);
  }

  @Test
  void choices_inTheFiles_areTwentyForEachOfSixSources() {
    assertThat(choices()).hasSize(6 * 20);
  }

  @ParameterizedTest
  @MethodSource("choices")
  void selection_sameScores_choosesWhatEapIgChooses(Choice choice) {
    assertThat(choice.made()).isEqualTo(Circuit.ofNames(choice.graph(), choice.chosen));
  }

  @ParameterizedTest
  @MethodSource("choices")
  void selection_pruned_leavesWhatEapIgLeaves(Choice choice) {
    assertThat(choice.made().pruned()).isEqualTo(Circuit.ofNames(choice.graph(), choice.pruned));
  }

  private record Choice(
      String source,
      EdgeScores scores,
      String rule,
      double limit,
      Ranking ranking,
      List<String> chosen,
      List<String> pruned) {

    ComputationGraph graph() {
      return scores.graph();
    }

    Circuit made() {
      return switch (rule) {
        case "topn" -> scores.top((int) limit, ranking);
        case "greedy" -> scores.greedy((int) limit, ranking);
        case "threshold" -> scores.atLeast(limit, ranking);
        default -> throw new AssertionError(rule);
      };
    }

    @Override
    public String toString() {
      return source + " " + rule + " " + limit + " " + ranking;
    }
  }

  private static List<Choice> choices(String file, GraphShape shape) {
    ComputationGraph graph = ComputationGraph.of(shape);
    List<Choice> choices = new ArrayList<>();
    EdgeScores scores = EdgeScores.of(graph, new double[graph.edgeCount()]);
    String source = "";
    for (String line : Lines.of(file)) {
      List<String> fields = List.of(line.split("\t", -1));
      if (fields.get(0).equals("scores")) {
        source = file + " " + fields.get(1);
        scores =
            EdgeScores.of(graph, words(fields.get(2)).mapToDouble(Double::parseDouble).toArray());
      } else {
        choices.add(
            new Choice(
                source,
                scores,
                fields.get(0),
                Double.parseDouble(fields.get(1)),
                Ranking.valueOf(fields.get(2).toUpperCase(Locale.ROOT)),
                words(fields.get(3)).toList(),
                words(fields.get(4)).toList()));
      }
    }
    return choices;
  }

  private static Stream<String> words(String field) {
    return Arrays.stream(field.split(" ")).filter(word -> !word.isEmpty());
  }
}
