package dev.patchbay.bench;

import dev.patchbay.engine.EngineExperiment;
import dev.patchbay.engine.memory.PeakMemory;
import dev.patchbay.plugins.strategy.Eap;
import dev.patchbay.plugins.strategy.EapIgInputs;
import dev.patchbay.spi.plugin.NearMiss;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.run.Experiment;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.spi.strategy.StrategyProvider;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What is measured, and what it is compared with. A benchmark and its reference run in turns, in
 * one process; both figures are medians over the rounds of {@link BenchSize}. The floor of a pass
 * is the time of its matrix products alone ({@link Floor}).
 */
public enum Benchmark {
  /** A plain forward pass; its floor. */
  FORWARD("its floor", 1.25) {
    @Override
    Times times(Workbench bench, Progress progress) {
      try (Floor floor = bench.floor()) {
        double[] seconds = turns(bench, progress, bench::forward, floor::forward);
        return new Times(seconds[0], seconds[1]);
      }
    }
  },
  /** A forward pass that leaves what every sender writes; a plain one. */
  CAPTURE("a plain forward", 1.1) {
    @Override
    Times times(Workbench bench, Progress progress) {
      double[] seconds = turns(bench, progress, bench::capture, bench::forward);
      return new Times(seconds[0], seconds[1]);
    }
  },
  /**
   * What gradients at every receiver add to a forward pass, recording included; the floor of the
   * way back.
   */
  BACKWARD("its floor", 1.5) {
    @Override
    Times times(Workbench bench, Progress progress) {
      try (Floor floor = bench.floor()) {
        double[] seconds =
            turns(bench, progress, bench::forwardAndBackward, bench::forward, floor::backward);
        return new Times(seconds[0] - seconds[1], seconds[2]);
      }
    }
  },
  /** EAP's scores of all edges; two forward passes and one backward, our own. */
  EAP("2 forwards + 1 backward", 1.35) {
    @Override
    Times times(Workbench bench, Progress progress) {
      return scores(new Eap(), Map.of(), 1, bench, progress);
    }
  },
  /** Integrated gradients with five points; seven forward passes and five backward, our own. */
  EAP_IG_5("7 forwards + 5 backwards", 1.1) {
    @Override
    Times times(Workbench bench, Progress progress) {
      return scores(new EapIgInputs(), Map.of("points", "5"), 5, bench, progress);
    }
  },
  /** The metric of a circuit of 1,000 edges, ablated values given; one plain forward pass. */
  EVALUATE_1000("a plain forward", 2) {
    @Override
    Times times(Workbench bench, Progress progress) {
      return evaluate(1000, bench, progress);
    }
  },
  /** The same of 100 edges. */
  EVALUATE_100("a plain forward", .5) {
    @Override
    Times times(Workbench bench, Progress progress) {
      return evaluate(100, bench, progress);
    }
  },
  /** A search with few MLPs alive; a plain forward pass for each test. */
  ACDC_HEAD_HEAVY("a forward for each test", 1 / 85.0),
  /** The same under KL divergence, whose logits are the whole vocabulary's. */
  ACDC_HEAD_HEAVY_KL("a forward for each test", 1 / 20.0) {
    @Override
    Schedule schedule(Workbench bench) {
      return ACDC_HEAD_HEAVY.schedule(bench);
    }

    @Override
    Experiment experiment(Workbench bench) {
      return bench.divergence();
    }
  },
  /** A search whose MLPs are read at the answer's position alone. */
  ACDC_LATE_MLP("a forward for each test", 1 / 45.0),
  /** A search in which all MLPs are alive and, except for the last, read at all positions. */
  ACDC_MLP_HEAVY("a forward for each test", 1 / 10.0),
  /** ACDC from start to end, over all edges; long, so for those who ask for it. */
  SWEEP("a forward for each test", 1) {
    @Override
    Times times(Workbench bench, Progress progress) {
      try (Pace pace = new Pace(bench)) {
        BenchSize size = bench.size();
        EngineExperiment experiment = bench.experiment();
        Sweep sweep = Sweep.of(experiment, size.threshold(), pace::take, size.rounds(), progress);
        return pace.of(sweep.tests(), sweep.kept(), sweep.seconds(), experiment);
      }
    }

    @Override
    public boolean byDefault() {
      return false;
    }
  };

  /** What a search's seconds may be, over those that its products need. */
  public static final double BOUND_TARGET = 2;

  private static final long SEED = 1;

  private final String reference;
  private final double target;

  Benchmark(String reference, double target) {
    this.reference = reference;
    this.target = target;
  }

  /** What was timed; a search tells more. */
  record Times(
      double seconds, double referenceSeconds, Optional<Measurement.SearchFigures> search) {

    Times(double seconds, double referenceSeconds) {
      this(seconds, referenceSeconds, Optional.empty());
    }
  }

  /**
   * The benchmark of this label.
   *
   * @throws PatchbayException if there is none
   */
  public static Benchmark of(String label) {
    List<String> labels = Arrays.stream(values()).map(Benchmark::label).toList();
    int index = labels.indexOf(label);
    if (index < 0) {
      throw PatchbayException.usage(
          "There is no benchmark '%s'.%s".formatted(label, NearMiss.sentence(label, labels)),
          "There are: %s.".formatted(String.join(", ", labels)));
    }
    return values()[index];
  }

  /** Its name for users: {@code eap-ig-5}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What it is compared with, in words. */
  public String reference() {
    return reference;
  }

  /** The largest ratio that is wanted. */
  public double target() {
    return target;
  }

  /** Whether it is a search. */
  public boolean searches() {
    return replays() || this == SWEEP;
  }

  /** Whether it is a search whose decisions are kept in the repository. */
  public boolean replays() {
    return label().startsWith("acdc-");
  }

  /** Whether it is measured unless others are named. */
  public boolean byDefault() {
    return true;
  }

  /**
   * Measures it. The peak of memory is that of the process so far: for the benchmark's own, run it
   * in a process of its own. Progress hears of one phase.
   *
   * @throws PatchbayException of the kind {@code INTERRUPTED} if progress says stop
   */
  public Measurement measure(Workbench bench, Progress progress) {
    Times times = times(bench, progress);
    return new Measurement(
        label(),
        bench.size().label(),
        times.seconds(),
        times.referenceSeconds(),
        PeakMemory.bytes().orElse(0),
        times.search());
  }

  /** Of a replayed search; what is none answers for itself. */
  Times times(Workbench bench, Progress progress) {
    Schedule schedule = schedule(bench);
    Experiment experiment = experiment(bench);
    try (Pace pace = new Pace(bench)) {
      Replay replay =
          Replay.of(label(), schedule, experiment, pace::take, bench.size().rounds(), progress);
      return pace.of(schedule, replay.circuit().size(), replay.seconds(), experiment);
    }
  }

  /** What a replayed search is told. */
  Schedule schedule(Workbench bench) {
    return Schedule.named(label(), bench.size(), bench.experiment().graph());
  }

  /** What a search runs on. */
  Experiment experiment(Workbench bench) {
    return bench.experiment();
  }

  double[] turns(Workbench bench, Progress progress, Runnable... works) {
    return Rounds.medians(label(), bench.size().rounds(), progress, List.of(works));
  }

  /** A score of {@code points} gradients, beside two plain passes and as many gradients. */
  Times scores(
      StrategyProvider strategy,
      Map<String, String> options,
      int points,
      Workbench bench,
      Progress progress) {
    Options chosen = new Options(strategy.descriptor().name(), options);
    double[] seconds =
        Rounds.medians(
            label(),
            bench.size().fewRounds(),
            progress,
            List.of(
                () -> bench.discover(strategy.create(chosen)),
                bench::forward,
                bench::forwardAndBackward));
    // With the clean gradient comes the clean pass; beyond one point, a pass for each of them.
    int plain = points == 1 ? 1 : 2;
    return new Times(seconds[0], plain * seconds[1] + points * seconds[2]);
  }

  Times evaluate(int edges, Workbench bench, Progress progress) {
    var circuit = new DrawnCircuit(bench.given().graph(), edge -> true, SEED).grow(edges).circuit();
    double[] seconds = turns(bench, progress, () -> bench.given().measure(circuit), bench::forward);
    return new Times(seconds[0], seconds[1]);
  }
}
