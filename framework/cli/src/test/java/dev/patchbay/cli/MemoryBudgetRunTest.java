package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import dev.patchbay.catalog.PluginLoader;
import dev.patchbay.core.discovery.CircuitDiscovery;
import dev.patchbay.core.lookup.ModelCard;
import dev.patchbay.core.lookup.Models;
import dev.patchbay.core.run.Extras;
import dev.patchbay.core.run.RunPlan;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.core.wiring.Wiring;
import dev.patchbay.engine.memory.Batching;
import dev.patchbay.engine.memory.MemoryEstimate;
import dev.patchbay.engine.memory.MemoryEstimate.Prompts;
import dev.patchbay.engine.tensor.TensorEngine;
import dev.patchbay.model.weights.ModelForm;
import dev.patchbay.spi.report.CircuitReport;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.spi.strategy.Demand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs in little memory, on the embedded model: 32 prompts of 12 tokens. */
class MemoryBudgetRunTest {

  /** Rounding in float64, at scores of size up to 6. */
  private static final double TOLERANCE = 1e-8;

  private final Wiring wiring = new Wiring(() -> PluginLoader.load(List.of()));
  private final CircuitDiscovery discovery = wiring.get(CircuitDiscovery.class);
  private final RealSession real = new RealSession();

  @TempDir Path folder;

  @Test
  void discover_littleMemory_takesSmallerBatchesAndFindsTheSameScores() {
    CircuitReport usual = discover(OptionalLong.empty());
    CircuitReport small = discover(OptionalLong.of(peakInBatchesOf(5)));

    assertThat(usual.provenance().batchSize()).isEqualTo(32);
    assertThat(small.provenance().batchSize()).isEqualTo(5);
    for (int edge = 0; edge < usual.graph().edgeCount(); edge++) {
      assertThat(small.scores().valueOrZero(edge))
          .as(usual.graph().edge(edge).name())
          .isCloseTo(usual.scores().valueOrZero(edge), within(TOLERANCE));
    }
    assertThat(small.circuit()).isEqualTo(usual.circuit());
  }

  @Test
  void plan_ofARun_isWhatTheRunDoes() {
    Batching little = new Batching(32, false, OptionalLong.of(peakInBatchesOf(5)));
    RunPlan plan = discovery.plan(request(little), Progress.SILENT);
    CircuitReport report =
        discovery.run(request(little), Optional.empty(), Progress.SILENT).report();

    assertThat(plan.batches()).containsExactly(5, 5, 5, 5, 5, 5, 2);
    assertThat(plan.request().batchSize()).isEqualTo(report.provenance().batchSize());
    assertThat(plan.prompts()).isEqualTo(report.promptCount());
    assertThat(plan.tokens()).isEqualTo(12);
    assertThat(plan.choices().get("batches"))
        .isEqualTo("of up to 5: with 32 the tensors might take more than their budget");
  }

  @Test
  void discover_explain_saysThePlanAndRunsNothing() throws IOException {
    Path out = folder.resolve("out");

    int exitCode = real.type("discover", "--strategy", "eap", "--explain", "--out", out.toString());

    assertThat(exitCode).as(real.err()).isZero();
    assertThat(real.out())
        .startsWith("patchbay-small on ioi, eap\n")
        .contains("one batch at a time")
        .containsPattern("memory +about .* of tensors")
        .containsPattern("MiB +weights\n")
        .endsWith("Nothing has run. Without --explain, this is what will.\n");
    assertThat(out).doesNotExist();
  }

  @Test
  void discover_tooLittleMemory_isRefusedBeforeItBegins() throws IOException {
    int exitCode = real.type("discover", "--memory", "1k", "--out", folder.toString());

    assertThat(exitCode).isEqualTo(1);
    assertThat(real.err())
        .containsPattern("The model's weights take .* in float32, and the run may take 1.00 KiB.\n")
        .endsWith("Give more --memory.\n");
    try (Stream<Path> written = Files.list(folder)) {
      assertThat(written).isEmpty();
    }
  }

  @Test
  void discover_batchSizeThatDoesNotFit_isRefused() {
    long kibibytes = peakInBatchesOf(5) / 1024 + 1;

    int exitCode =
        real.type(
            ("discover --model induction --strategy eap --dtype float64 --batch-size 32 --memory "
                    + kibibytes
                    + "k --out ")
                .concat(folder.toString())
                .split(" "));

    assertThat(exitCode).isEqualTo(1);
    assertThat(real.err())
        .endsWith("Give --batch-size 5 or less, or omit it; or give more --memory.\n");
  }

  @Test
  void discover_promptsReadAtSeveralPositions_takeSmallerBatches() throws IOException {
    StringBuilder prompts = new StringBuilder();
    for (int i = 0; i < 32; i++) {
      prompts
          .append(i == 0 ? "" : ",")
          .append(
              "{'clean':[1,2,3,4],'corrupt':[1,3,3,4],'answers':[5],'wrong_answers':[6],"
                  + "'positions':[1,2,3]}");
    }
    Path file =
        Files.writeString(
            folder.resolve("p.json"), "{'prompts':[%s]}".formatted(prompts).replace('\'', '"'));
    ModelCard model = wiring.get(Models.class).card("induction");
    MemoryEstimate readOnce =
        new MemoryEstimate(
            model.spec(),
            model.tied(),
            new Prompts(32, 4, 3, 2),
            Integer.MAX_VALUE,
            32,
            TensorEngine.threadsFor(0),
            DataType.FLOAT32);

    int exitCode =
        real.type(
            "discover",
            "--model",
            "induction",
            "--strategy",
            "eap",
            "--memory",
            readOnce.peak(Set.of(Demand.EFFECT_GRADIENTS)) / 1024 + 1 + "k",
            "--prompts",
            file.toString(),
            "--out",
            folder.toString());

    assertThat(exitCode).as(real.err()).isZero();
    assertThat(real.err()).contains("with 32 the run might have taken more than its memory");
  }

  private long peakInBatchesOf(int size) {
    return discovery.plan(request(Batching.of(size)), Progress.SILENT).tensorBytes();
  }

  private CircuitReport discover(OptionalLong memory) {
    RunRequest request = request(new Batching(32, false, memory));
    return discovery.run(request, Optional.empty(), Progress.SILENT).report();
  }

  private static RunRequest request(Batching batching) {
    RunRequest usual = RunRequest.DEFAULT;
    return new RunRequest(
        "induction",
        "induction",
        usual.prompts(),
        usual.bos(),
        "eap",
        Optional.empty(),
        usual.ablation(),
        usual.selection(),
        ModelForm.plain(DataType.FLOAT64),
        usual.device(),
        batching,
        usual.threads(),
        usual.seed(),
        usual.verify(),
        Extras.NONE);
  }
}
