package dev.patchbay.core.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.spi.metric.Metric;
import dev.patchbay.spi.metric.MetricTraits.Reads;
import dev.patchbay.spi.metric.Readout;
import dev.patchbay.spi.run.PromptBatch;
import dev.patchbay.spi.task.PromptPair;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * From the last stream of a batch to a metric: the answer positions, and the columns of the
 * unembedding that the metric reads. No other logit is computed.
 */
final class BatchReadout implements AutoCloseable {

  private final LoadedModel model;
  private final Metric metric;
  private final PromptBatch batch;
  private final NDManager manager;
  private final NDArray unembedding; // [d_model, token]
  private final NDArray bias; // [token]
  private final NDArray answers; // [batch, token]
  private final NDArray wrongAnswers; // [batch, token]
  private @Nullable NDArray reference; // [batch, token]

  BatchReadout(LoadedModel model, Metric metric, PromptBatch batch) {
    this.model = model;
    this.metric = metric;
    this.batch = batch;
    this.manager = model.manager().newSubManager();
    List<Integer> tokens = tokens();
    try (Scratch scratch = new Scratch()) {
      if (metric.traits().reads() == Reads.VOCABULARY) {
        this.unembedding = model.unembedding();
        this.bias = model.unembeddingBias();
      } else {
        NDArray columns =
            model.integers(
                tokens.stream().mapToLong(token -> token).toArray(), new Shape(tokens.size()));
        this.unembedding = own(model.unembedding().get(new NDIndex(":, {}", columns)));
        this.bias = own(model.unembeddingBias().get(new NDIndex("{}", columns)));
      }
      this.answers = own(indicator(tokens, PromptPair::answers));
      this.wrongAnswers = own(indicator(tokens, PromptPair::wrongAnswers));
    }
  }

  private List<Integer> tokens() {
    if (metric.traits().reads() == Reads.VOCABULARY) {
      return IntStream.range(0, model.spec().dVocabOut()).boxed().toList();
    }
    TreeSet<Integer> tokens = new TreeSet<>();
    for (PromptPair pair : batch.pairs()) {
      tokens.addAll(pair.answers());
      tokens.addAll(pair.wrongAnswers());
    }
    return List.copyOf(tokens);
  }

  private NDArray indicator(List<Integer> tokens, Function<PromptPair, List<Integer>> which) {
    double[] ones = new double[batch.size() * tokens.size()];
    for (int row = 0; row < batch.size(); row++) {
      for (int token : which.apply(batch.pairs().get(row))) {
        ones[row * tokens.size() + Collections.binarySearch(tokens, token)] = 1;
      }
    }
    return model.tensor(ones, new Shape(batch.size(), tokens.size()));
  }

  int batchSize() {
    return batch.size();
  }

  private NDArray own(NDArray tensor) {
    tensor.attach(manager);
    return Scratch.release(tensor);
  }

  /**
   * The rows of a stream where the answers are read [batch, d_model].
   *
   * @param stream [batch, pos, d_model]
   */
  NDArray atAnswers(NDArray stream) {
    long[] positions = batch.pairs().stream().mapToLong(PromptPair::position).toArray();
    if (Arrays.stream(positions).distinct().count() == 1) {
      return stream.get(
          new NDIndex().addAllDim().addIndices(positions[0]).addAllDim()); // [batch, d_model]
    }
    int length = batch.length();
    long[] rows =
        IntStream.range(0, batch.size()).mapToLong(b -> (long) b * length + positions[b]).toArray();
    return stream
        .reshape((long) batch.size() * length, model.spec().dModel())
        .get(new NDIndex("{}", model.integers(rows, new Shape(rows.length))));
  }

  /** Logits of the tokens that the metric reads [batch, token], from {@link #atAnswers} rows. */
  NDArray logits(NDArray rows) {
    return model.logitCap().apply(model.finalNorm().apply(rows).matMul(unembedding).add(bias));
  }

  /** Fixes what the metric compares with: the full model's logits on the clean prompts. */
  void compareWith(NDArray logits) {
    reference = own(logits);
  }

  /** Whether {@link #compareWith} is still to come before anything can be read. */
  boolean lacksReference() {
    return reference == null && metric.traits().comparesWithFullModel();
  }

  /** The metric of each prompt [batch], from {@link #atAnswers} rows. */
  NDArray values(NDArray rows) {
    return metric.values(readout(rows));
  }

  /** The loss of each prompt [batch], from {@link #atAnswers} rows. */
  NDArray losses(NDArray rows) {
    return metric.losses(readout(rows));
  }

  private Readout readout(NDArray rows) {
    NDArray logits = logits(rows);
    return new Readout(logits, reference == null ? logits : reference, answers, wrongAnswers);
  }

  @Override
  public void close() {
    manager.close();
  }
}
