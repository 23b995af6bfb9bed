package dev.patchbay.core.discovery;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.engine.EngineExperiment;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.report.AttendedPrompt;
import dev.patchbay.spi.report.PromptSample;
import dev.patchbay.spi.run.At;
import dev.patchbay.spi.run.BatchScope;
import dev.patchbay.spi.strategy.AttentionTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where do heads look on the first prompts? A forward pass of each, clean and corrupted.
 *
 * @param words the prompts that may be looked at
 */
record AttentionSamples(EngineExperiment experiment, List<SampleWords> words) {

  /** A second prompt shows whether a head goes by the first one's words. */
  static final int MOST = 2;

  /** Of all patterns together: about 4 MB of a report, which is opened in a browser. */
  private static final long MOST_NUMBERS = 1_000_000;

  /** Attention is shown in shades and read to some percent. */
  private static final double DECIMALS = 1e4;

  /** As many prompts, from the first, as fit into a report; none where the first one does not. */
  List<PromptSample> collect() {
    List<PromptSample> samples = new ArrayList<>();
    long numbers = 0;
    for (SampleWords prompt : words) {
      numbers += numbers(experiment.model().spec(), prompt);
      if (numbers > MOST_NUMBERS) {
        break;
      }
      samples.add(sample(prompt));
    }
    return samples;
  }

  private static long numbers(ModelSpec spec, SampleWords prompt) {
    long runs = prompt.corrupted().isEmpty() ? 1 : 2;
    long length = prompt.pair().length();
    return runs * spec.nLayers() * spec.nHeads() * length * length;
  }

  private PromptSample sample(SampleWords prompt) {
    try (EngineExperiment alone = experiment.on(prompt.pair());
        BatchScope scope = alone.open(alone.batches().get(0))) {
      return new PromptSample(
          attended(scope, At.CLEAN, prompt.clean()),
          prompt.corrupted().isEmpty()
              ? Optional.empty()
              : Optional.of(attended(scope, At.CORRUPTED, prompt.corrupted())));
    }
  }

  private AttendedPrompt attended(BatchScope scope, At run, List<String> tokens) {
    double[][][][] layers = new double[experiment.model().spec().nLayers()][][][];
    for (int layer = 0; layer < layers.length; layer++) {
      layers[layer] = heads(scope.pattern(run, layer));
    }
    return new AttendedPrompt(tokens, new AttentionTable("pattern", layers));
  }

  /** [1, head, destination, source], in Java. */
  private static double[][][] heads(NDArray pattern) {
    Shape shape = pattern.getShape();
    int length = (int) shape.get(2);
    float[] all = pattern.toType(DataType.FLOAT32, false).toFloatArray();
    double[][][] heads = new double[(int) shape.get(1)][length][length];
    int next = 0;
    for (double[][] head : heads) {
      for (double[] row : head) {
        for (int source = 0; source < length; source++) {
          row[source] = Math.rint(all[next++] * DECIMALS) / DECIMALS;
        }
      }
    }
    return heads;
  }
}
