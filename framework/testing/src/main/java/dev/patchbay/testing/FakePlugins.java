package dev.patchbay.testing;

import ai.djl.ndarray.NDArray;
import dev.patchbay.spi.ablation.Ablation;
import dev.patchbay.spi.ablation.AblationProvider;
import dev.patchbay.spi.ablation.AblationScope;
import dev.patchbay.spi.export.Exporter;
import dev.patchbay.spi.export.ExporterProvider;
import dev.patchbay.spi.metric.Metric;
import dev.patchbay.spi.metric.MetricProvider;
import dev.patchbay.spi.metric.MetricTraits;
import dev.patchbay.spi.metric.Readout;
import dev.patchbay.spi.model.ModelInfo;
import dev.patchbay.spi.plugin.Option;
import dev.patchbay.spi.plugin.Option.Role;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.Plugin;
import dev.patchbay.spi.plugin.PluginDescriptor;
import dev.patchbay.spi.run.Activations;
import dev.patchbay.spi.strategy.Demand;
import dev.patchbay.spi.strategy.DiscoveryStrategy;
import dev.patchbay.spi.strategy.StrategyProvider;
import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import dev.patchbay.spi.task.Task;
import dev.patchbay.spi.task.TaskProvider;
import java.util.List;
import java.util.Set;

/** Plug-ins that do nothing but have names. */
public final class FakePlugins {

  private FakePlugins() {}

  /** A metric that is never asked for a number. */
  public static final Metric METRIC =
      new Metric() {
        @Override
        public MetricTraits traits() {
          return new MetricTraits(
              MetricTraits.Direction.HIGHER, MetricTraits.Reads.ANSWERS, true, false, false, false);
        }

        @Override
        public NDArray values(Readout readout) {
          throw new AssertionError("No tensors here.");
        }
      };

  /** Options of the fake strategies. */
  public record Settings(
      @Option(value = "how low", fallback = "0.5", role = Role.THRESHOLD) double threshold) {}

  private interface Fake extends Plugin {

    String name();

    @Override
    default PluginDescriptor descriptor() {
      return new PluginDescriptor(name(), "A fake.", "none", "none");
    }
  }

  /** A strategy with the option {@code threshold}, which never runs. */
  public record FakeStrategy(String name, boolean decidesCircuit, Set<Demand> demands)
      implements Fake, StrategyProvider {

    public FakeStrategy(String name, boolean decidesCircuit) {
      this(name, decidesCircuit, Set.of());
    }

    @Override
    public Class<? extends Record> options() {
      return Settings.class;
    }

    @Override
    public DiscoveryStrategy create(Options options) {
      return (experiment, progress) -> {
        throw new AssertionError("Nothing runs here.");
      };
    }
  }

  public record FakeMetric(String name) implements Fake, MetricProvider {
    @Override
    public Metric create(Options options) {
      return METRIC;
    }
  }

  public record FakeAblation(String name, boolean isCorruptedRun)
      implements Fake, AblationProvider {

    public FakeAblation(String name) {
      this(name, false);
    }

    @Override
    public Ablation create(Options options) {
      if (isCorruptedRun) {
        return Ablation.corruptedRun();
      }
      return new Ablation() {
        @Override
        public boolean readsCorrupted() {
          return true;
        }

        @Override
        public Activations values(AblationScope scope) {
          throw new AssertionError("No tensors here.");
        }
      };
    }
  }

  public record FakeTask(String name, String metric) implements Fake, TaskProvider {
    @Override
    public Task create(Options options) {
      String suits = metric;
      return new Task() {
        @Override
        public PromptSet prompts(ModelInfo model) {
          return new PromptSet(
              name, List.of(PromptPair.of(List.of(1, 2), List.of(1, 3), List.of(4), List.of(5))));
        }

        @Override
        public String metric() {
          return suits;
        }
      };
    }
  }

  public record FakeExporter(String name, Exporter exporter) implements Fake, ExporterProvider {
    @Override
    public String suffix() {
      return name;
    }

    @Override
    public Exporter create(Options options) {
      return exporter;
    }
  }
}
