package dev.patchbay.runs;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.catalog.PluginLoader;
import dev.patchbay.core.report.ReportFiles;
import dev.patchbay.core.report.ReportJson;
import dev.patchbay.core.report.ScoreFile;
import dev.patchbay.core.wiring.Wiring;
import dev.patchbay.engine.tensor.TensorEngine;
import dev.patchbay.model.process.JavaProcess;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.EdgeScores.Ranking;
import dev.patchbay.spi.graph.EdgeSums;
import dev.patchbay.spi.graph.GraphShape;
import dev.patchbay.spi.metric.MetricTraits.Direction;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.report.CircuitReport;
import dev.patchbay.spi.report.Evaluation;
import dev.patchbay.spi.report.PluginUse;
import dev.patchbay.spi.report.Provenance;
import dev.patchbay.spi.report.Rounding;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A graph of Llama-3-8B's shape, 1,592,881 edges, from scores to files and back, in a process whose
 * Java heap ends at 256 MiB.
 */
class EightBillionTest {

  private static final int KEPT = 10_000;
  private static final int SHARDS = 4;

  /** Of a sender's change and a receiver's gradient: enough for scores that differ. */
  private static final int WIDTH = 64;

  @TempDir Path folder;

  @Test
  void everyStep_inAProcessOfLittleMemory_comesThrough() throws Exception {
    Path said = folder.resolve("said.txt");

    Process process =
        JavaProcess.of(
                EightBillionTest.class, List.of("-Xmx256m", "-XX:+UseSerialGC"), folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();

    assertThat(process.waitFor()).as(Files.readString(said)).isZero();
    System.out.print(Files.readString(said));
  }

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    Clock clock = new Clock();
    ComputationGraph graph = ComputationGraph.of(GraphShape.sequential(32, 32));
    require(graph.edgeCount() == 1_592_881, "edges " + graph.edgeCount());
    EdgeScores scores = scores(graph);
    clock.lap("scores from %s shards of random tensors".formatted(SHARDS));
    Circuit circuit = scores.top(KEPT, Ranking.ABSOLUTE);
    require(circuit.size() == KEPT, "kept " + circuit.size());
    Circuit pruned = scores.greedy(KEPT, Ranking.ABSOLUTE).pruned();
    require(pruned.size() > 0, "nothing lies on a path");
    clock.lap("top-k, greedy, pruned");

    CircuitReport report = report(scores, circuit);
    ReportFiles files = new Wiring(() -> PluginLoader.load(List.of())).get(ReportFiles.class);
    for (String format : List.of("graphml", "dot", "csv", "eap-ig-json")) {
      Path file = files.export(report, files.exporter(format), folder.resolve(format));
      clock.lap(String.format(Locale.ROOT, "%s, %,d bytes", format, Files.size(file)));
    }
    EdgeScores back =
        ScoreFile.read(folder.resolve("eap-ig-json"), Optional.empty(), note -> {}).scores();
    require(back.equals(scores), "scores changed on the way through their file");
    clock.lap("scores read back");
    Path json = folder.resolve("report.json");
    try (OutputStream out = Files.newOutputStream(json)) {
      ReportJson.write(report, out);
    }
    require(ReportJson.read(json).equals(report), "the report changed on the way");
    clock.lap("report written and read back");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }

  /** Mean over shards of change times gradient, receivers that read the same senders together. */
  private static EdgeScores scores(ComputationGraph graph) {
    TensorEngine.start(0);
    EdgeSums sums = new EdgeSums(graph);
    try (NDManager engine = NDManager.newBaseManager("PyTorch")) {
      for (int shard = 0; shard < SHARDS; shard++) {
        double[] products = new double[graph.edgeCount()];
        for (int first = 0; first < graph.receiverCount(); ) {
          int last = first;
          while (last < graph.receiverCount() && graph.fanIn(last) == graph.fanIn(first)) {
            last++;
          }
          try (NDManager step = engine.newSubManager()) {
            NDArray change = step.randomNormal(new Shape(graph.fanIn(first), WIDTH));
            NDArray gradient = step.randomNormal(new Shape(WIDTH, last - first));
            float[] flat = change.matMul(gradient).toFloatArray(); // [sender, receiver]
            for (int i = 0; i < flat.length; i++) {
              products[graph.ordinal(i / (last - first), first + i % (last - first))] = flat[i];
            }
          }
          first = last;
        }
        sums.add(products, 1);
      }
    }
    return sums.mean();
  }

  private static CircuitReport report(EdgeScores scores, Circuit circuit) {
    ModelSpec llama =
        ModelSpec.builder("llama")
            .nLayers(32)
            .nHeads(32)
            .dModel(4096)
            .dHead(128)
            .mlps(14336, ModelSpec.Activation.SILU)
            .dVocab(128256)
            .nCtx(8192)
            .norm(ModelSpec.Norm.RMS_NORM, 1e-5)
            .build();
    return CircuitReport.builder()
        .model("llama-3-8b", llama)
        .prompts("random tensors", SHARDS)
        .strategy(new PluginUse("eap", Map.of()))
        .metric(new PluginUse("logit-difference", Map.of()))
        .ablation(new PluginUse("patching", Map.of()))
        .selection("the 10000 edges with the largest |score|")
        .scores(scores)
        .circuit(circuit)
        .evaluation(
            new Evaluation("logit-difference", Direction.HIGHER, 1, .5, 0, Rounding.FLOAT32))
        .provenance(
            new Provenance(
                "0.1.0", "PyTorch", "17", "Linux", "ab", "cd", "cpu", "float32", "raw", 1, 2, 0))
        .build();
  }

  /** Says how long each step took. */
  private static final class Clock {

    private long since = System.nanoTime();

    void lap(String step) {
      long now = System.nanoTime();
      System.out.printf(Locale.ROOT, "%-48s %5.2f s%n", step, (now - since) / 1e9);
      since = now;
    }
  }
}
