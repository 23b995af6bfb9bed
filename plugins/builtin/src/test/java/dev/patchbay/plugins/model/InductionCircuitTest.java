package dev.patchbay.plugins.model;

import static dev.patchbay.plugins.model.PlainTransformer.plus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.plugins.task.InductionTask;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Edge;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.graph.Port;
import dev.patchbay.spi.model.ModelInfo;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.task.Answer;
import dev.patchbay.spi.task.PromptPair;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Patches every edge of the embedded model alone, in plain loops: the five stand far above. */
class InductionCircuitTest {

  /** A circuit edge costs more than this many logits, any other edge at most a hundredth of it. */
  private static final double MATTERS = 1;

  private final ComputationGraph graph =
      ComputationGraph.of(CompiledModels.spec("induction").graphShape());
  private final PlainTransformer model =
      new PlainTransformer(
          CompiledModels.open("induction").orElseThrow(), CompiledModels.spec("induction"));
  private final List<PromptPair> pairs =
      new InductionTask()
          .create(Options.none("induction"))
          .prompts(new ModelInfo("induction", "", CompiledModels.spec("induction")))
          .pairs();

  @Test
  void patching_eachEdgeAlone_hurtsExactlyInTheCircuit() {
    Map<String, Double> effects = new TreeMap<>();
    for (PromptPair pair : pairs) {
      Run clean = new Run(pair.clean());
      Run corrupted = new Run(pair.corrupted());
      double full = difference(clean.stream2(), pair);
      for (int ordinal = 0; ordinal < graph.edgeCount(); ordinal++) {
        Edge edge = graph.edge(ordinal);
        double without = difference(patched(clean, corrupted, edge), pair);
        effects.merge(edge.name(), (full - without) / pairs.size(), Double::sum);
      }
    }

    assertThat(effects)
        .allSatisfy(
            (edge, effect) -> {
              if (InductionModel.CIRCUIT.contains(edge)) {
                assertThat(effect).as(edge).isGreaterThan(MATTERS);
              } else {
                assertThat(Math.abs(effect)).as(edge).isLessThan(MATTERS / 100);
              }
            });
    assertThat(effects.get("a1.h3->logits")).isNotZero();
  }

  /** The last stream when one edge carries its sender's corrupted output. */
  private double[][] patched(Run clean, Run corrupted, Edge edge) {
    double[][] change = plus(corrupted.output(edge.source()), clean.output(edge.source()), -1);
    Node target = edge.target();
    if (target.equals(Node.LOGITS)) {
      return plus(clean.stream2(), change, 1);
    }
    double[][] read = target.layer() == 0 ? clean.stream0() : clean.stream1();
    double[][] moved = plus(read, change, 1);
    double[][] written =
        model.written(
            target.layer(),
            target.index(),
            edge.port() == Port.Q ? moved : read,
            edge.port() == Port.K ? moved : read,
            edge.port() == Port.V ? moved : read);
    double[][] effect = plus(written, clean.output(target), -1);
    return target.layer() == 1
        ? plus(clean.stream2(), effect, 1)
        : model.after(1, plus(clean.stream1(), effect, 1));
  }

  private double difference(double[][] stream, PromptPair pair) {
    Answer answer = pair.answers().get(0);
    double[] logits = model.unembedded(stream)[answer.position()];
    return logits[answer.right().get(0)] - logits[answer.wrong().get(0)];
  }

  /** A plain run's streams, before layer 0, between the layers and at the end. */
  private final class Run {

    private final List<Integer> tokens;
    private final double[][] before;
    private final double[][] between;
    private final double[][] after;

    Run(List<Integer> tokens) {
      this.tokens = tokens;
      this.before = model.embedded(tokens);
      this.between = model.after(0, before);
      this.after = model.after(1, between);
    }

    double[][] stream0() {
      return before;
    }

    double[][] stream1() {
      return between;
    }

    double[][] stream2() {
      return after;
    }

    double[][] output(Node sender) {
      if (sender.equals(Node.INPUT)) {
        return model.input(tokens);
      }
      double[][] read = sender.layer() == 0 ? before : between;
      return model.written(sender.layer(), sender.index(), read, read, read);
    }
  }
}
