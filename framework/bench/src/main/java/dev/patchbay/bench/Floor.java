package dev.patchbay.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.spi.model.ModelSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * The floor of a pass: its matrix products alone, in the same shapes and type, one after the other
 * with nothing between. Each layer has weights of its own, so that memory is read as in a pass. The
 * numbers are random. Left out are the logits, which are two columns at one position of each
 * prompt: less than a ten-thousandth of a pass.
 */
final class Floor implements AutoCloseable {

  private record Product(NDArray left, NDArray right) {

    void run() {
      left.matMul(right).close();
    }

    /** Two for each multiplication and addition. */
    double flops() {
      return 2.0 * left.size() * right.getShape().get(right.getShape().dimension() - 1);
    }
  }

  private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
  private final List<Product> forward = new ArrayList<>();
  private final List<Product> backward = new ArrayList<>();

  private final int length;

  /**
   * @param length how many tokens each prompt has
   */
  Floor(ModelSpec spec, int length) {
    this.length = length;
    int inner = spec.nHeads() * spec.dHead();
    for (int layer = 0; layer < spec.nLayers(); layer++) {
      linear(spec.dModel(), 3 * inner);
      attention(spec.nHeads(), spec.dHead());
      linear(inner, spec.dModel());
      linear(spec.dModel(), spec.dMlp());
      linear(spec.dMlp(), spec.dModel());
    }
  }

  private void linear(int in, int out) {
    NDArray weight = random(in, out);
    forward.add(new Product(random(BenchSize.PROMPTS, length, in), weight));
    NDArray gradient = random(BenchSize.PROMPTS, length, out);
    backward.add(new Product(gradient, weight.transpose()));
  }

  private void attention(int heads, int width) {
    NDArray vectors = random(BenchSize.PROMPTS, heads, length, width);
    NDArray pattern = random(BenchSize.PROMPTS, heads, length, length);
    Product scores = new Product(vectors, vectors.swapAxes(2, 3));
    Product mixed = new Product(pattern, vectors);
    forward.addAll(List.of(scores, mixed));
    // Gradients of the values and the pattern, of the queries and the keys.
    backward.addAll(List.of(mixed, scores, mixed, mixed));
  }

  private NDArray random(long... shape) {
    return manager.randomUniform(-1, 1, new Shape(shape), DataType.FLOAT32);
  }

  /** The products of a forward pass. */
  void forward() {
    forward.forEach(Product::run);
  }

  /** The products by which a gradient goes back through a pass; weights have none. */
  void backward() {
    backward.forEach(Product::run);
  }

  /** Floating-point operations of {@link #forward}. */
  double forwardFlops() {
    return forward.stream().mapToDouble(Product::flops).sum();
  }

  @Override
  public void close() {
    manager.close();
  }
}
