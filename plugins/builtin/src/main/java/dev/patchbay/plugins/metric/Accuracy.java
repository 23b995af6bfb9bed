package dev.patchbay.plugins.metric;

import ai.djl.ndarray.NDArray;
import com.google.auto.service.AutoService;
import dev.patchbay.plugins.BuiltIn;
import dev.patchbay.spi.metric.Metric;
import dev.patchbay.spi.metric.MetricProvider;
import dev.patchbay.spi.metric.MetricTraits;
import dev.patchbay.spi.metric.MetricTraits.Direction;
import dev.patchbay.spi.metric.MetricTraits.Reads;
import dev.patchbay.spi.metric.Readout;
import dev.patchbay.spi.plugin.Option;

/**
 * How often is an answer predicted? 1 where the largest logit is an answer's, else 0; a tie with
 * another token is 0. With {@code among=answers} only the wrong answers compete. Higher is better.
 * It counts, so its gradient is zero: searches may use it, methods that need gradients may not.
 */
@AutoService(MetricProvider.class)
public final class Accuracy extends BuiltIn<Accuracy.Config, Metric> implements MetricProvider {

  /** Which tokens compete with the answers. */
  public enum Among {
    /** Every other token. */
    ALL,
    /** The wrong answers. */
    ANSWERS
  }

  /** The metric's options. */
  public record Config(
      @Option(value = "all tokens compete, or answers and wrong answers only", fallback = "all")
          Among among) {}

  public Accuracy() {
    super(
        "accuracy",
        "Share of prompts whose largest logit is an answer's.",
        "none",
        "none",
        Config.class,
        Accuracy::of);
  }

  private static Metric of(Config config) {
    boolean few = config.among() == Among.ANSWERS;
    return Metric.of(
        new MetricTraits(
            Direction.HIGHER, few ? Reads.ANSWERS : Reads.VOCABULARY, true, few, false, true, true),
        readout ->
            wins(
                readout,
                few
                    ? readout.wrongAnswers()
                    : readout.answers().onesLike().sub(readout.answers())));
  }

  private static NDArray wins(Readout readout, NDArray others) {
    NDArray right = Columns.max(readout, readout.answers()); // [row]
    NDArray wins = right.gt(Columns.max(readout, others)); // [row]
    // A term of no weight, so that a backward pass finds its way and brings back zeros.
    NDArray nothing = right.sub(right).mul(readout.constant(0));
    return wins.toType(right.getDataType(), false).add(nothing);
  }
}
