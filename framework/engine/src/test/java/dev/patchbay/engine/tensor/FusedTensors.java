package dev.patchbay.engine.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Random;

/** Drawn tensors of a process that asks for the scripts, whatever the whole suite does. */
public final class FusedTensors implements AutoCloseable {

  private final String asked = System.getProperty(Kernels.SWITCH, "on");
  private final Random random = new Random(7);
  private final NDManager manager;

  /** Starts the engine, if it has not been. */
  public FusedTensors() {
    TensorEngine.start(0);
    System.setProperty(Kernels.SWITCH, "on");
    manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
  }

  public Tensors of(DataType type) {
    return new Tensors(manager, type);
  }

  /** Numbers between -1 and 1 in single precision. */
  public NDArray drawn(long... shape) {
    Shape of = new Shape(shape);
    return of(DataType.FLOAT32).of(random.doubles(of.size(), -1, 1).toArray(), of);
  }

  @Override
  public void close() {
    manager.close();
    System.setProperty(Kernels.SWITCH, asked);
  }
}
