package dev.patchbay.engine.weights;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.engine.tensor.Arithmetic;
import dev.patchbay.engine.tensor.Numbers;
import dev.patchbay.engine.tensor.Packing;
import dev.patchbay.engine.tensor.SliceGroup.Member;
import dev.patchbay.engine.tensor.TensorEngine;
import dev.patchbay.engine.tensor.Tensors;
import dev.patchbay.spi.model.ModelSpec.Activation;
import java.util.Random;
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

  private final Random random = new Random(3);
  private NDManager manager;
  private Tensors tensors;
  private Packing packing;

  @BeforeEach
  void open() {
    TensorEngine.start(0);
    manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    tensors = new Tensors(manager, DataType.FLOAT32);
    packing = Packing.of(tensors).orElseThrow();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private NDArray drawn(long... shape) {
    Shape of = new Shape(shape);
    return tensors.of(random.doubles(of.size(), -1, 1).toArray(), of);
  }

  private Mlp mlp(Activation activation, boolean gated) {
    Arithmetic arithmetic = Arithmetic.of(tensors);
    return new Mlp(
        arithmetic,
        new StreamNorm.LayerNorm(drawn(WIDTH), drawn(WIDTH), 1e-5, arithmetic),
        gated ? new Mlp.Gate(drawn(WIDTH, NEURONS), drawn(NEURONS)) : null,
        drawn(WIDTH, NEURONS),
        drawn(NEURONS),
        new Nonlinearity(activation, arithmetic),
        drawn(NEURONS, WIDTH),
        drawn(WIDTH),
        StreamNorm.NONE);
  }

  @ParameterizedTest
  @EnumSource
  void packed_anyNeurons_writeAsPlain(Activation activation) {
    NDArray stream = drawn(3, 4, WIDTH);
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
