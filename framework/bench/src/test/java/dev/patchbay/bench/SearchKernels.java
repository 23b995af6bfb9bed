package dev.patchbay.bench;

import dev.patchbay.engine.tensor.Kernels;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Edge;
import dev.patchbay.spi.run.Activations;
import dev.patchbay.spi.run.At;
import dev.patchbay.spi.run.BatchScope;
import dev.patchbay.spi.run.CircuitSearch;
import dev.patchbay.spi.run.Gradients;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A test of a search at several depths of the full circuit, and EAP's contraction. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@org.openjdk.jmh.annotations.Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls open() first
public class SearchKernels {

  /** Which of the benchmarks' models. */
  @Param("full")
  public String size = "";

  /** {@code off} for plain operations. */
  @Param({"on", "off"})
  public String kernels = "";

  private Workbench bench;
  private CircuitSearch search;
  private BatchScope scope;
  private Activations change;
  private Gradients gradients;
  private int turn;

  /** Starts a search, and leaves what EAP contracts. */
  @Setup(Level.Trial)
  public void open() {
    System.setProperty(Kernels.SWITCH, kernels);
    bench = Workbench.open(BenchSize.of(size));
    search = bench.experiment().search(Circuit.full(bench.experiment().graph()));
    scope = bench.experiment().open(bench.experiment().batches().get(0));
    gradients = scope.lossGradients(At.CLEAN);
    change = scope.ablated().minus(scope.clean());
  }

  /** Frees them. */
  @TearDown(Level.Trial)
  public void close() {
    scope.close();
    search.close();
    bench.close();
    System.clearProperty(Kernels.SWITCH);
  }

  /** An edge of the first layer's MLP: nearly everything lies below it. */
  @org.openjdk.jmh.annotations.Benchmark
  public double firstMlp() {
    return test("a0.h%s->m0", bench.size().heads());
  }

  /** An edge into the value of a head half-way. */
  @org.openjdk.jmh.annotations.Benchmark
  public double middleHead() {
    return test("a%s.h%%s->a%s.h0<v>".formatted(middle() - 1, middle()), bench.size().heads());
  }

  /** An edge of the last MLP, which the logits alone read. */
  @org.openjdk.jmh.annotations.Benchmark
  public double lastMlp() {
    int last = bench.size().layers() - 1;
    return test("a%s.h%%s->m%s".formatted(last, last), bench.size().heads());
  }

  /** An edge of the logits: no node is computed. */
  @org.openjdk.jmh.annotations.Benchmark
  public double logits() {
    return test("a0.h%s->logits", bench.size().heads());
  }

  /** All scores of EAP from what the senders write and the receivers' gradients. */
  @org.openjdk.jmh.annotations.Benchmark
  public double[] contraction() {
    return change.dot(gradients);
  }

  private int middle() {
    return bench.size().layers() / 2;
  }

  /** Another head's edge each time: a search remembers what it was last asked. */
  private double test(String edge, int heads) {
    ComputationGraph graph = bench.experiment().graph();
    turn = (turn + 1) % heads;
    return search.lossWithout(graph.ordinal(Edge.parse(edge.formatted(turn))));
  }
}
