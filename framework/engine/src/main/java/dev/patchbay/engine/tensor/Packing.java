package dev.patchbay.engine.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.patchbay.spi.model.ModelSpec.Activation;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Products of few rows with large weights that are laid out for the processor once. Any other
 * product does that each time, which takes as long as a dozen rows do; and what comes after the
 * product costs no further pass over memory. Single precision on the CPU; no gradients.
 */
public final class Packing {

  /** With fewer weights, a product takes less time than to ask for it. */
  private static final long FEW_WEIGHTS = 1 << 18;

  private final Script.Function pack;
  private final Script.Function product;
  private final Script.Function affine;
  private final Map<Activation, Script.Function> active = new EnumMap<>(Activation.class);

  private Packing(Script script, Tensors tensors) {
    this.pack = script.function("pack", tensors.manager());
    this.product = script.function("product", tensors.manager());
    this.affine = script.function("affine", tensors.manager());
    for (Activation kind : Activation.values()) {
      String name = kind.name().toLowerCase(Locale.ROOT);
      active.put(kind, script.function(name, tensors.manager()));
    }
  }

  /** Whether there may be such a layout for tensors of this type on this device. */
  public static boolean suits(Tensors tensors) {
    return !Kernels.switchedOff()
        && tensors.type() == DataType.FLOAT32
        && !tensors.manager().getDevice().isGpu();
  }

  /** Of such tensors; none where the engine lacks it. The first one takes a tenth of a second. */
  public static Optional<Packing> of(Tensors tensors) {
    return suits(tensors)
        ? Kernels.script(Kernels.PACKED).map(script -> new Packing(script, tensors))
        : Optional.empty();
  }

  /**
   * Multiplies once: what a processor lacks shows when it is asked, not when the script is loaded.
   *
   * @throws ai.djl.engine.EngineException if it lacks something
   */
  static void tryOut(Script script) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        Scratch scratch = new Scratch()) {
      Tensors tensors = new Tensors(manager, DataType.FLOAT32);
      Packing packing = new Packing(script, tensors);
      try (NDArray packed = packing.pack(tensors.zeros(1, 1))) {
        packing.active(Activation.GELU_TANH, tensors.zeros(1, 1), packed, tensors.zeros(1));
      }
    }
  }

  /** Whether it pays to pack a matrix of so many weights. */
  public static boolean pays(long weights) {
    return weights > FEW_WEIGHTS;
  }

  /** Weights [n, m] as the products below take them; the caller's own. */
  public NDArray pack(NDArray weights) {
    return Scratch.release(pack.call(weights));
  }

  /**
   * {@code x w} [..., m].
   *
   * @param x [..., n]
   * @param w packed, of [n, m]
   */
  public NDArray product(NDArray x, NDArray w) {
    return product.call(x, w);
  }

  /** {@code x w + b} likewise. */
  public NDArray affine(NDArray x, NDArray w, NDArray b) {
    return affine.call(x, w, b);
  }

  /** The nonlinearity of {@link #affine}. */
  public NDArray active(Activation kind, NDArray x, NDArray w, NDArray b) {
    return Objects.requireNonNull(active.get(kind)).call(x, w, b);
  }
}
