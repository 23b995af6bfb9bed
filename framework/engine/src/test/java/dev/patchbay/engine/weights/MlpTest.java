package dev.patchbay.engine.weights;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.patchbay.engine.tensor.Arithmetic;
import dev.patchbay.engine.tensor.FusedTensors;
import dev.patchbay.engine.tensor.Numbers;
import dev.patchbay.engine.tensor.Packing;
import dev.patchbay.engine.tensor.SliceGroup.Member;
import dev.patchbay.engine.tensor.Tensors;
import dev.patchbay.spi.model.ModelSpec.Activation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An MLP whose weights are packed writes what it writes otherwise. */
class MlpTest {

  /** Single precision rounds at 6e-8, and what is written has a size of about 10. */
  private static final double TOLERANCE = 5e-5;

  private static final int WIDTH = 24;
  private static final int NEURONS = 100;

  private FusedTensors fused;
  private Tensors tensors;
  private Packing packing;

  @BeforeEach
  void open() {
    fused = new FusedTensors();
    tensors = fused.of(DataType.FLOAT32);
    packing = Packing.of(tensors).orElseThrow();
  }

  @AfterEach
  void close() {
    fused.close();
  }

  private Mlp mlp(Activation activation, boolean gated) {
    Arithmetic arithmetic = Arithmetic.of(tensors);
    return new Mlp(
        arithmetic,
        new StreamNorm.LayerNorm(fused.drawn(WIDTH), fused.drawn(WIDTH), 1e-5, arithmetic),
        gated ? new Mlp.Gate(fused.drawn(WIDTH, NEURONS), fused.drawn(NEURONS)) : null,
        fused.drawn(WIDTH, NEURONS),
        fused.drawn(NEURONS),
        new Nonlinearity(activation, arithmetic),
        fused.drawn(NEURONS, WIDTH),
        fused.drawn(WIDTH),
        StreamNorm.NONE);
  }

  @ParameterizedTest
  @EnumSource
  void packed_anyNeurons_writeAsPlain(Activation activation) {
    NDArray stream = fused.drawn(3, 4, WIDTH);
    for (boolean gated : new boolean[] {false, true}) {
      Mlp mlp = mlp(activation, gated);
      NDArray expected = mlp.output(stream, Member.alone());

      try (PackedNeurons some = mlp.packed(packing, 0, 37);
          PackedNeurons others = mlp.packed(packing, 37, NEURONS)) {
        NDArray actual =
            mlp.output(
                stream,
                Member.alone(),
                (normed, from, to) -> some.written(normed).add(others.written(normed)));
        assertThat(Numbers.sum(actual.sub(expected).abs().max())).isLessThan(TOLERANCE);
      }
    }
  }
}
