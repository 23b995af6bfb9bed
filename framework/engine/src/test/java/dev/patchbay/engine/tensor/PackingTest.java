package dev.patchbay.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Activation;
import dev.patchbay.spi.model.ModelSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackingTest {

  /** Single precision rounds at 6e-8, and sums have 96 terms of about .3. */
  private static final double TOLERANCE = 2e-5;

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

  private static void assertClose(NDArray actual, NDArray expected) {
    assertThat(actual.getShape()).isEqualTo(expected.getShape());
    assertThat(Numbers.sum(actual.sub(expected).abs().max())).isLessThan(TOLERANCE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 13, 64, 257})
  void product_anyNumberOfRows_asPlain(int rows) {
    NDArray w = fused.drawn(96, 200);
    NDArray x = fused.drawn(rows, 96);

    try (NDArray packed = packing.pack(w)) {
      assertClose(packing.product(x, packed), x.matMul(w));
      assertClose(packing.product(x.expandDims(0), packed), x.matMul(w).expandDims(0));
    }
  }

  @ParameterizedTest
  @EnumSource
  void active_everyNonlinearity_asPlain(ModelSpec.Activation kind) {
    NDArray all = fused.drawn(96, 400);
    NDArray w = all.get(":, 100:300"); // a share of the neurons
    NDArray b = fused.drawn(200);
    NDArray x = fused.drawn(11, 96);
    Arithmetic plain = new PlainArithmetic(tensors);
    NDArray hidden = x.matMul(w).add(b);
    NDArray expected =
        switch (kind) {
          case RELU -> Activation.relu(hidden);
          case GELU -> Activation.gelu(hidden);
          case GELU_TANH -> plain.geluTanh(hidden);
          case SILU -> plain.silu(hidden);
        };

    try (NDArray packed = packing.pack(w)) {
      assertClose(packing.affine(x, packed, b), hidden);
      assertClose(packing.active(kind, x, packed, b), expected);
    }
  }

  @Test
  void of_doublePrecision_none() {
    assertThat(Packing.of(fused.of(DataType.FLOAT64))).isEmpty();
  }
}
