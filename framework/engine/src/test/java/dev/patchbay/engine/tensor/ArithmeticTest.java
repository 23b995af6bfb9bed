package dev.patchbay.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Fused and plain arithmetic give the same numbers, and let the same gradients through. */
class ArithmeticTest {

  /** Double precision rounds at 1e-16, and these sums have at most 48 terms of about 1. */
  private static final double TOLERANCE_FLOAT64 = 1e-13;

  /** Single precision rounds at 6e-8. */
  private static final double TOLERANCE_FLOAT32 = 2e-5;

  private static final int SEED = 7;

  /** What is computed of x [2, 3, 5, 48] and numbers of other shapes. */
  private static final Map<String, BiFunction<Arithmetic, Inputs, NDArray>> FUNCTIONS =
      Map.ofEntries(
          function("layerNorm", (a, in) -> a.layerNorm(in.x, in.of(48), in.of(48), 1e-5)),
          function(
              "layerNorm of three axes",
              (a, in) -> a.layerNorm(in.x.get(0), in.of(48), in.of(48), 1e-12)),
          function(
              "layerNorm of nothing",
              (a, in) -> a.layerNorm(in.x.mul(0), in.of(48), in.of(48), 1e-5)),
          function("affine", (a, in) -> a.affine(in.x, in.of(48, 7), in.of(7))),
          function(
              "affine of a view",
              (a, in) -> a.affine(in.x.transpose(0, 2, 1, 3), in.of(48, 7), in.of(7))),
          function("geluTanh", (a, in) -> a.geluTanh(in.x)),
          function("geluTanh of large numbers", (a, in) -> a.geluTanh(in.x.mul(40))),
          function("silu", (a, in) -> a.silu(in.x)),
          function(
              "attend",
              (a, in) ->
                  a.attend(
                      in.x,
                      in.of(2, 3, 5, 48),
                      in.of(2, 3, 5, 48),
                      in.of(1).abs().sum(),
                      in.mask(5, 5))),
          function(
              "attend, of keys",
              (a, in) ->
                  a.attend(
                      in.of(2, 3, 5, 48),
                      in.x,
                      in.of(2, 3, 5, 48),
                      in.of(1).abs().sum(),
                      in.mask(5, 5))),
          function(
              "attend, of values",
              (a, in) ->
                  a.attend(
                      in.of(2, 3, 5, 48),
                      in.of(2, 3, 5, 48),
                      in.x,
                      in.of(1).abs().sum(),
                      in.mask(5, 5))),
          function(
              "attend, fewer queries",
              (a, in) ->
                  a.attend(
                      in.x.get(":, :, 3:"),
                      in.of(2, 3, 5, 48),
                      in.of(2, 3, 5, 48),
                      in.of(1).abs().sum(),
                      in.mask(2, 5))));

  private FusedTensors made;

  private static Map.Entry<String, BiFunction<Arithmetic, Inputs, NDArray>> function(
      String name, BiFunction<Arithmetic, Inputs, NDArray> function) {
    return Map.entry(name, function);
  }

  /** Numbers of one type, the same for both kinds of arithmetic. */
  private static final class Inputs {

    private final Tensors tensors;
    private final Random random = new Random(SEED);
    private final NDArray x;

    Inputs(Tensors tensors) {
      this.tensors = tensors;
      this.x = of(2, 3, 5, 48);
    }

    NDArray of(long... shape) {
      Shape of = new Shape(shape);
      return tensors.of(random.doubles(of.size(), -2, 2).toArray(), of);
    }

    /** No source after the destination's own position is seen. */
    NDArray mask(int destinations, int sources) {
      double[] mask = new double[destinations * sources];
      for (int i = 0; i < mask.length; i++) {
        mask[i] =
            i % sources <= i / sources + sources - destinations ? 0 : Double.NEGATIVE_INFINITY;
      }
      return tensors.of(mask, new Shape(destinations, sources));
    }
  }

  @BeforeEach
  void open() {
    made = new FusedTensors();
  }

  @AfterEach
  void close() {
    made.close();
  }

  static Stream<Arguments> functions() {
    return FUNCTIONS.keySet().stream()
        .sorted()
        .flatMap(
            name ->
                Stream.of(
                    Arguments.of(name, DataType.FLOAT64, TOLERANCE_FLOAT64),
                    Arguments.of(name, DataType.FLOAT32, TOLERANCE_FLOAT32)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("functions")
  void of_fusedAndPlain_sameNumbersAndGradients(String name, DataType type, double tolerance) {
    Tensors tensors = made.of(type);
    Arithmetic fused = Arithmetic.of(tensors);
    assertThat(fused).isInstanceOf(FusedArithmetic.class);

    List<NDArray> expected = valueAndGradient(name, new PlainArithmetic(tensors), tensors);
    List<NDArray> actual = valueAndGradient(name, fused, tensors);

    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.get(i).getShape()).isEqualTo(expected.get(i).getShape());
      assertThat(actual.get(i).getDataType()).isEqualTo(type);
      double largest = Math.max(1, Numbers.sum(expected.get(i).abs().max()));
      assertThat(Numbers.sum(actual.get(i).sub(expected.get(i)).abs().max()) / largest)
          .isLessThan(tolerance);
    }
  }

  /** A function, and the gradient at x of its product with some numbers. */
  private static List<NDArray> valueAndGradient(String name, Arithmetic kind, Tensors tensors) {
    Inputs inputs = new Inputs(tensors);
    inputs.x.setRequiresGradient(true);
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDArray value = Objects.requireNonNull(FUNCTIONS.get(name)).apply(kind, inputs);
      NDArray weights = inputs.of(value.getShape().getShape());
      collector.backward(value.mul(weights).sum());
      return List.of(value.stopGradient(), inputs.x.getGradient());
    }
  }

  @Test
  void lessProduct_broadcast_inThePlaceOfX() {
    Tensors tensors = made.of(DataType.FLOAT64);
    for (Arithmetic kind : List.of(Arithmetic.of(tensors), new PlainArithmetic(tensors))) {
      NDArray x = tensors.of(new double[] {1, 2, 3, 4}, new Shape(2, 2));
      NDArray a = tensors.of(new double[] {2, 3}, new Shape(2, 1));
      NDArray b = tensors.of(new double[] {10, 100}, new Shape(2));

      NDArray less = kind.lessProduct(x, a, b);

      assertThat(less.toDoubleArray()).containsExactly(-19, -198, -27, -296);
      assertThat(x.toDoubleArray()).containsExactly(-19, -198, -27, -296);
    }
  }

  @Test
  void of_switchedOff_plain() {
    assertThat(Kernels.note()).isEqualTo("fused operations; packed weights");

    System.setProperty(Kernels.SWITCH, "off");

    assertThat(Arithmetic.of(made.of(DataType.FLOAT64))).isInstanceOf(PlainArithmetic.class);
    assertThat(Packing.of(made.of(DataType.FLOAT32))).isEmpty();
    assertThat(Kernels.note()).isEqualTo("plain operations, as -Dpatchbay.kernels=off says");
  }

  @Test
  void script_operationThatTheEngineDoesNotKnow_none() {
    assertThat(Kernels.script("unknown.py")).isEmpty();
    assertThat(Kernels.fault("unknown.py")).contains("nobody");
    assertThat(Kernels.script(Kernels.FUSED)).isPresent();
  }
}
