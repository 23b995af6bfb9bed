package dev.patchbay.plugins.task;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.model.ModelInfo;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.plugin.PatchbayException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the tasks of compiled models share: each fits one model alone. */
final class Compiled {

  private Compiled() {}

  /** Refuses a model that cannot be the compiled one. */
  static void require(String task, ModelSpec compiled, ModelInfo model) {
    ModelSpec spec = model.spec();
    if (spec.dVocab() != compiled.dVocab()
        || spec.dVocabOut() != compiled.dVocabOut()
        || spec.nCtx() < compiled.nCtx()) {
      throw PatchbayException.failed(
          "The task '%s' is for a model that reads %s tokens and has %s outputs; '%s' has %s and %s."
              .formatted(
                  task,
                  compiled.dVocab(),
                  compiled.dVocabOut(),
                  model.name(),
                  spec.dVocab(),
                  spec.dVocabOut()),
          "Take the compiled model: --model %s.".formatted(task));
    }
  }

  /** Tokens with BOS in front. */
  static List<Integer> after(int bos, List<Integer> tokens) {
    return Stream.concat(Stream.of(bos), tokens.stream()).toList();
  }

  /** The circuit, if this is the compiled model, under its own name or Tracr's, and its graph. */
  static Optional<Circuit> truth(
      String task,
      ModelSpec compiled,
      List<String> edges,
      ModelInfo model,
      ComputationGraph graph) {
    boolean known =
        (model.name().equals(task) || model.name().equals("tracr-" + task))
            && model.spec().equals(compiled)
            && graph.shape().equals(compiled.graphShape());
    return known ? Optional.of(Circuit.ofNames(graph, edges)) : Optional.empty();
  }
}
