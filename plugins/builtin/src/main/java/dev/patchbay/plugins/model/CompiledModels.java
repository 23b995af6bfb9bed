package dev.patchbay.plugins.model;

import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.ModelInfo;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.plugin.Options;
import java.util.List;
import java.util.Optional;

/**
 * The models with hand-set weights, by name. A name may carry options that make the model harder to
 * see through: {@code induction:rotate=7,noise=.01}.
 */
public final class CompiledModels {

  private static final List<CompiledModel> ALL =
      List.of(
          new InductionModel(),
          InductionModel.saturated(),
          new GateModel(GateModel.OR),
          new GateModel(GateModel.AND),
          new IoiModel(),
          new GreaterThanModel(),
          new DocstringModel());

  private CompiledModels() {}

  /** Their names, without options. */
  public static List<String> names() {
    return ALL.stream().map(CompiledModel::name).toList();
  }

  /** The task that a model of this name, with options or without, does. */
  static Optional<String> task(String reference) {
    return named(name(reference)).map(CompiledModel::task);
  }

  /**
   * How the model of this name is built.
   *
   * @param reference a name that is known, with options or without
   * @throws dev.patchbay.spi.plugin.PatchbayException if its options are wrong
   */
  public static ModelSpec spec(String reference) {
    Reference read = read(reference).orElseThrow();
    return CompiledSizes.spec(read.hardening().config(read.model()));
  }

  /**
   * The circuit that does a task in a model, where the model is one of these and the task is what
   * it was made for.
   */
  public static Optional<Circuit> truth(String task, ModelInfo info, ComputationGraph graph) {
    return read(info.name())
        .filter(read -> read.model().task().equals(task))
        .filter(read -> info.spec().equals(spec(info.name())))
        .filter(read -> graph.shape().equals(info.spec().graphShape()))
        .map(read -> Circuit.ofNames(graph, read.model().circuit()));
  }

  /**
   * The model of this name; its weights are computed when the first is asked for.
   *
   * @throws dev.patchbay.spi.plugin.PatchbayException if its options are wrong
   */
  static Optional<Checkpoint> open(String reference) {
    return read(reference)
        .map(read -> new CompiledCheckpoint(reference, read.model(), read.hardening()));
  }

  private static Optional<Reference> read(String reference) {
    String name = name(reference);
    return named(name)
        .map(
            model ->
                new Reference(
                    model,
                    Options.parse(
                            reference,
                            "A model is named like %1$s or %1$s:rotate=7,noise=.01."
                                .formatted(name))
                        .as(Hardening.class)));
  }

  private static Optional<CompiledModel> named(String name) {
    return ALL.stream().filter(model -> model.name().equals(name)).findFirst();
  }

  /** What is left of a reference without its options. */
  private static String name(String reference) {
    int colon = reference.indexOf(':');
    return (colon < 0 ? reference : reference.substring(0, colon)).strip();
  }

  private record Reference(CompiledModel model, Hardening hardening) {}
}
