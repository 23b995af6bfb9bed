package dev.patchbay.engine.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.bench.BenchSize;
import dev.patchbay.bench.Workbench;
import dev.patchbay.engine.tensor.Kernels;
import dev.patchbay.engine.tensor.Scratch;
import dev.patchbay.engine.tensor.SliceGroup.Member;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The pieces of a pass over 25 prompts, each alone, fused and plain. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls open() first
public class EngineKernels {

  /** Which of the benchmarks' models. */
  @Param("full")
  public String size = "";

  /** {@code off} for plain operations. */
  @Param({"on", "off"})
  public String kernels = "";

  private Workbench bench;
  private LoadedModel model;
  private PositionTables tables;
  private NDArray stream; // [batch, pos, d_model]
  private NDArray inner; // [batch, pos, d_mlp]

  /** Draws the model and what its pieces read. */
  @Setup(Level.Trial)
  public void open() {
    BenchSize chosen = BenchSize.of(size);
    System.setProperty(Kernels.SWITCH, kernels);
    bench = Workbench.open(chosen);
    model = bench.model();
    tables = model.positionTables(chosen.length());
    stream = random(chosen.length(), model.spec().dModel());
    inner = random(chosen.length(), model.spec().dMlp());
  }

  private NDArray random(int length, long width) {
    Shape shape = new Shape(BenchSize.PROMPTS, length, width);
    return model.tensors().manager().randomNormal(0, 1, shape, model.dataType());
  }

  /** Frees it. */
  @TearDown(Level.Trial)
  public void close() {
    bench.close();
    System.clearProperty(Kernels.SWITCH);
  }

  /** Queries, keys and values of all heads. */
  @Benchmark
  public void affine() {
    try (Scratch scratch = new Scratch()) {
      Layer layer = model.layers().get(0);
      model.arithmetic().affine(stream, layer.wQkv(), layer.bQkv());
    }
  }

  /** SiLU of an MLP's inner values. */
  @Benchmark
  public void silu() {
    try (Scratch scratch = new Scratch()) {
      model.arithmetic().silu(inner);
    }
  }

  /** LayerNorm of a stream. */
  @Benchmark
  public void norm() {
    try (Scratch scratch = new Scratch()) {
      model.finalNorm().apply(stream);
    }
  }

  /** GELU by its tanh formula, of an MLP's inner values. */
  @Benchmark
  public void gelu() {
    try (Scratch scratch = new Scratch()) {
      model.arithmetic().geluTanh(inner);
    }
  }

  /** All heads from a stream to what they mix, W_O apart. */
  @Benchmark
  public void heads() {
    try (Scratch scratch = new Scratch()) {
      model.layers().get(0).heads(stream, tables);
    }
  }

  /** An MLP with its norm. */
  @Benchmark
  public void mlp() {
    try (Scratch scratch = new Scratch()) {
      model.mlp(0).output(stream, Member.alone());
    }
  }
}
