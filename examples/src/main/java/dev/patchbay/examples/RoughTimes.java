package dev.patchbay.examples;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import dev.patchbay.core.engine.EngineExperiment;
import dev.patchbay.core.engine.LoadedModel;
import dev.patchbay.core.engine.NamedMetric;
import dev.patchbay.plugins.ablation.Patching;
import dev.patchbay.plugins.architecture.Gpt2Architecture;
import dev.patchbay.plugins.metric.LogitDifference;
import dev.patchbay.plugins.strategy.Acdc;
import dev.patchbay.plugins.strategy.Eap;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Edge;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.run.Activations;
import dev.patchbay.spi.run.At;
import dev.patchbay.spi.run.BatchScope;
import dev.patchbay.spi.run.CircuitSearch;
import dev.patchbay.spi.run.Gradients;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.spi.strategy.DiscoveryResult;
import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How long do EAP and ACDC take at GPT-2 small's size, and on what? Random weights, 25 prompts of
 * 16 tokens whose twins differ at tokens 5 and 8, logit difference, float32.
 *
 * <p>Run it with a threshold to sweep all edges with ACDC: {@code RoughTimes 0.001}.
 */
public final class RoughTimes {

  private static final int PROMPTS = 25;
  private static final int LENGTH = 16;
  private static final int REPEATS = 3;

  private final EngineExperiment experiment;

  private RoughTimes(EngineExperiment experiment) {
    this.experiment = experiment;
  }

  public static void main(String[] args) {
    NamedMetric metric =
        new NamedMetric(
            "logit-difference", new LogitDifference().create(Options.none("logit-difference")));
    try (LoadedModel model =
            LoadedModel.load(
                RandomGpt2.small(1), new Gpt2Architecture(), Device.cpu(), DataType.FLOAT32);
        EngineExperiment experiment =
            new EngineExperiment(
                model,
                prompts(model.info().spec().dVocab()),
                metric,
                new Patching().create(Options.none("patching")),
                PROMPTS,
                name -> metric)) {
      RoughTimes times = new RoughTimes(experiment);
      times.passes();
      times.testsByDepth();
      if (args.length > 0) {
        times.sweep(args[0]);
      }
    }
  }

  private static PromptSet prompts(int vocabulary) {
    SplittableRandom random = new SplittableRandom(1);
    List<PromptPair> pairs = new ArrayList<>();
    for (int i = 0; i < PROMPTS; i++) {
      List<Integer> clean =
          IntStream.range(0, LENGTH).mapToObj(p -> random.nextInt(vocabulary)).toList();
      List<Integer> corrupted = new ArrayList<>(clean);
      corrupted.set(5, random.nextInt(vocabulary));
      corrupted.set(8, random.nextInt(vocabulary));
      pairs.add(
          PromptPair.of(
              clean,
              corrupted,
              List.of(random.nextInt(vocabulary)),
              List.of(random.nextInt(vocabulary))));
    }
    return new PromptSet("random", pairs);
  }

  private void passes() {
    for (int i = 0; i < REPEATS; i++) {
      report("plain forward", experiment::cleanMetric);
      try (BatchScope scope = experiment.open(experiment.batches().get(0))) {
        List<Gradients> gradients = new ArrayList<>();
        report("forward + backward", () -> gradients.add(scope.lossGradients(At.CLEAN)));
        report("corrupted forward", scope::ablated);
        Activations change = scope.ablated().minus(scope.clean());
        report("contraction of all edges", () -> change.dot(gradients.get(0)));
      }
      report(
          "eap, all of it",
          () -> new Eap().create(Options.none("eap")).discover(experiment, Progress.SILENT));
      Circuit full = Circuit.full(experiment.graph());
      report("full circuit, every node held", () -> experiment.metric(full));
    }
  }

  /** One tested edge at each depth of the full model: what ACDC pays at its worst. */
  private void testsByDepth() {
    ComputationGraph graph = experiment.graph();
    try (CircuitSearch search = experiment.search(Circuit.full(graph))) {
      for (String edge :
          List.of(
              "input->logits",
              "a11.h0->m11",
              "input->a11.h0<q>",
              "input->m10",
              "input->a6.h0<v>",
              "input->m3",
              "input->a0.h0<k>")) {
        int ordinal = graph.ordinal(Edge.parse(edge));
        report("test of " + edge, () -> search.lossWithout(ordinal));
      }
    }
  }

  private void sweep(String threshold) {
    Options options = new Options("acdc", Map.of("threshold", threshold));
    long begin = System.nanoTime();
    DiscoveryResult result = new Acdc().create(options).discover(experiment, new PrintedProgress());
    System.out.printf(
        "acdc at %s: %d tests, %d edges kept, %.1f s, %.1f forward passes%n",
        threshold,
        result.decisions().size(),
        result.circuit().orElseThrow().size(),
        (System.nanoTime() - begin) / 1e9,
        experiment.cost().forwardPasses());
  }

  private static void report(String what, Runnable work) {
    long begin = System.nanoTime();
    work.run();
    System.out.printf("%-32s %8.1f ms%n", what, (System.nanoTime() - begin) / 1e6);
  }

  /** A line every thousand steps. */
  private static final class PrintedProgress implements Progress {
    private final long begin = System.nanoTime();
    private long steps;

    @Override
    public void start(String phase, long total) {
      System.out.printf("%s: %d steps%n", phase, total);
    }

    @Override
    public void step(String status) {
      if (++steps % 1000 == 0) {
        System.out.printf("%6d  %s  %.1f s%n", steps, status, (System.nanoTime() - begin) / 1e9);
      }
    }

    @Override
    public boolean stopRequested() {
      return false;
    }
  }
}
