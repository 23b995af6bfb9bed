package dev.patchbay.cli;

import ai.djl.ndarray.types.DataType;
import dev.patchbay.core.lookup.ModelCard;
import dev.patchbay.engine.memory.Batching;
import dev.patchbay.engine.memory.MemoryBudget;
import dev.patchbay.engine.memory.MemoryEstimate;
import dev.patchbay.engine.tensor.TensorEngine;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.plugin.PatchbayException;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How large a run would be: the words of {@code models NAME}. */
final class RunSize {

  private static final int USUAL_LENGTH = 16;

  @Option(
      names = "--prompts-count",
      paramLabel = "N",
      description = "Prompt pairs of the run, at most 10000000 (default: ${DEFAULT-VALUE}).")
  private int prompts = 32;

  @Option(
      names = "--length",
      paramLabel = "N",
      description = "Tokens of a prompt (default: 16, or as many as the model reads).")
  private Optional<Integer> length = Optional.empty();

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description =
          "Largest number of prompts in a batch, up to 10000000 (default: ${DEFAULT-VALUE}).")
  private int batchSize = 32;

  @Option(
      names = "--dtype",
      paramLabel = "TYPE",
      description = "float32 or float64 (default: ${DEFAULT-VALUE}).")
  private String dtype = "float32";

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      description =
          "What the run's tensors may take: 6g, 800m (default: three quarters of the machine's or"
              + " the container's memory).")
  private Optional<String> memory = Optional.empty();

  /** What such a run may take. */
  MemoryBudget budget() {
    return MemoryBudget.of(new Batching(batchSize, true, Sizes.memory(memory)), false);
  }

  /**
   * The memory of such a run.
   *
   * @throws PatchbayException if a number is out of its range
   */
  MemoryEstimate on(ModelCard model) {
    check();
    ModelSpec spec = model.spec();
    int tokens = length.orElse(Math.min(USUAL_LENGTH, spec.nCtx()));
    if (tokens > spec.nCtx()) {
      throw PatchbayException.usage(
          "--length is %s, but the model reads at most %s tokens.".formatted(tokens, spec.nCtx()),
          "Give it a whole number from 1 to %s.".formatted(spec.nCtx()));
    }
    int threads = TensorEngine.threadsFor(0);
    return new MemoryEstimate(spec, model.tied(), prompts, tokens, batchSize, threads, dataType());
  }

  /**
   * Looks at the words alone, before any model.
   *
   * @throws PatchbayException if a number is out of its range
   */
  void check() {
    DiscoverOptions.between("--prompts-count", prompts, 1, DiscoverOptions.MOST_PROMPTS);
    length.ifPresent(tokens -> DiscoverOptions.atLeast("--length", tokens, 1));
    DiscoverOptions.between("--batch-size", batchSize, 1, DiscoverOptions.MOST_PROMPTS);
    dataType();
    budget();
  }

  private DataType dataType() {
    return DiscoverOptions.dataType(dtype);
  }
}
