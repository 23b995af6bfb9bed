package dev.patchbay.plugins.metric;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import com.google.auto.service.AutoService;
import dev.patchbay.plugins.BuiltIn;
import dev.patchbay.spi.metric.Metric;
import dev.patchbay.spi.metric.MetricProvider;
import dev.patchbay.spi.metric.MetricTraits;
import dev.patchbay.spi.metric.MetricTraits.Direction;
import dev.patchbay.spi.metric.MetricTraits.Reads;
import dev.patchbay.spi.metric.Readout;
import dev.patchbay.spi.plugin.Option;
import dev.patchbay.spi.plugin.PatchbayException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How far are the circuit's outputs from the full model's? The mean, over the tokens that the model
 * predicts, of the squared difference of their logits: for models whose logits are values rather
 * than log-odds, as Tracr compiles them. {@code outputs=0+2} takes the mean over these tokens
 * alone. Lower is better; zero on the clean run, where its gradient vanishes.
 */
@AutoService(MetricProvider.class)
public final class SquaredDistance extends BuiltIn<SquaredDistance.Config, Metric>
    implements MetricProvider {

  private static final String ALL = "all";
  private static final Pattern IDS = Pattern.compile("\\d{1,9}(\\+\\d{1,9})*");

  /** The metric's options. */
  public record Config(
      @Option(value = "all, or ids of the outputs that count: 0 or 0+2", fallback = ALL)
          String outputs) {

    public Config {
      if (!outputs.equals(ALL) && !IDS.matcher(outputs).matches()) {
        throw PatchbayException.usage(
            "'l2' cannot read outputs=%s.".formatted(outputs),
            "Give all, or token ids with + between them: outputs=0+2.");
      }
    }

    private List<Integer> ids() {
      return Stream.of(outputs.split("\\+")).map(Integer::valueOf).distinct().toList();
    }
  }

  public SquaredDistance() {
    super(
        "l2",
        "Mean squared distance of the outputs from the full model's.",
        "Conmy et al. 2023, Towards Automated Circuit Discovery, arXiv:2304.14997",
        "one clean pass to compare with",
        Config.class,
        config ->
            Metric.of(
                new MetricTraits(Direction.LOWER, Reads.VOCABULARY, false, false, true, true),
                readout ->
                    config.outputs().equals(ALL)
                        ? squares(readout).mean(Columns.TOKENS)
                        : meanOf(config.ids(), readout)));
  }

  private static NDArray squares(Readout readout) {
    return readout.logits().sub(readout.reference()).square(); // [row, token]
  }

  private static NDArray meanOf(List<Integer> ids, Readout readout) {
    NDArray squares = squares(readout);
    long outputs = squares.getShape().get(1);
    NDArray sum = squares.get(new NDIndex(":, 0")).zerosLike(); // [row]
    for (int id : ids) {
      if (id >= outputs) {
        throw PatchbayException.failed(
            "'l2' is to compare output %s, but the model has %s outputs.".formatted(id, outputs),
            "They are counted from 0: give outputs up to %s.".formatted(outputs - 1));
      }
      sum = sum.add(squares.get(new NDIndex().addAllDim().addIndices(id)));
    }
    return sum.mul(readout.constant(1. / ids.size()));
  }
}
