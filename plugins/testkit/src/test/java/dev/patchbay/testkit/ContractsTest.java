package dev.patchbay.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.spi.ablation.Ablation;
import dev.patchbay.spi.ablation.AblationProvider;
import dev.patchbay.spi.export.Exporter;
import dev.patchbay.spi.export.ExporterProvider;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.model.Architecture;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.TensorRecipe;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PluginDescriptor;
import dev.patchbay.spi.run.At;
import dev.patchbay.spi.run.PromptBatch;
import dev.patchbay.spi.strategy.Demand;
import dev.patchbay.spi.strategy.DiscoveryResult;
import dev.patchbay.spi.strategy.DiscoveryStrategy;
import dev.patchbay.spi.strategy.StrategyProvider;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;

/** Contracts are there to fail: here they do, for plug-ins that are wrong in one thing each. */
class ContractsTest {

  private static final PluginDescriptor WRONG =
      new PluginDescriptor("wrong", "Wrong.", "none", "none");

  private static AblationContract of(Ablation ablation) {
    AblationProvider provider =
        new AblationProvider() {
          @Override
          public PluginDescriptor descriptor() {
            return WRONG;
          }

          @Override
          public Ablation create(Options options) {
            return ablation;
          }
        };
    return new AblationContract() {
      @Override
      protected AblationProvider provider() {
        return provider;
      }
    };
  }

  @Test
  void ablation_meanOverTheBatch_fails() {
    int[] prompts = {0};
    AblationContract contract =
        of(
            Ablation.of(
                false, scope -> scope.activations(At.CLEAN).map(t -> t.mean(prompts, true))));

    assertThatThrownBy(contract::values_otherBatchSize_areTheSameForEachPrompt)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("what is ablated for the prompt");
  }

  @Test
  void ablation_countsItsCalls_fails() {
    int[] calls = new int[1];
    AblationContract contract =
        of(
            Ablation.of(
                false,
                scope -> {
                  calls[0]++;
                  return scope.activations(At.CLEAN).map(tensor -> tensor.mul(calls[0]));
                }));

    assertThatThrownBy(contract::values_otherBatchesFirst_areTheSameForEachPrompt)
        .isInstanceOf(AssertionError.class);
  }

  private static StrategyContract of(Set<Demand> demands, DiscoveryStrategy strategy) {
    StrategyProvider provider =
        new StrategyProvider() {
          @Override
          public PluginDescriptor descriptor() {
            return WRONG;
          }

          @Override
          public Set<Demand> demands() {
            return demands;
          }

          @Override
          public DiscoveryStrategy create(Options options) {
            return strategy;
          }
        };
    return new StrategyContract() {
      @Override
      protected StrategyProvider provider() {
        return provider;
      }
    };
  }

  @Test
  void strategy_asksForGradientsThatItDoesNotDeclare_fails() {
    DiscoveryStrategy strategy =
        (experiment, progress) -> {
          PromptBatch batch = experiment.batches().get(0);
          try (var scope = experiment.open(batch);
              var gradients = scope.lossGradients(At.CLEAN)) {
            return DiscoveryResult.of(
                EdgeScores.of(experiment.graph(), scope.clean().dot(gradients)));
          }
        };

    assertThatThrownBy(of(Set.of(), strategy)::demands_whatItAsksOfAnExperiment_isDeclared)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("GRADIENTS");
    assertThatCode(
            of(Set.of(Demand.GRADIENTS), strategy)::demands_whatItAsksOfAnExperiment_isDeclared)
        .doesNotThrowAnyException();
  }

  @Test
  void strategy_decidesUnannounced_fails() {
    DiscoveryStrategy strategy =
        (experiment, progress) ->
            DiscoveryResult.of(
                EdgeScores.of(experiment.graph(), new double[experiment.graph().edgeCount()]),
                Circuit.full(experiment.graph()),
                List.of(),
                List.of());

    assertThatThrownBy(of(Set.of(), strategy)::searches_aCircuit_isAnsweredExactlyWhereDeclared)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("it decides the circuit");
  }

  @Test
  void exporter_knowsHeadsAlone_failsOnGroups() {
    Exporter exporter =
        (report, out) -> {
          for (int receiver = 0; receiver < report.graph().receiverCount(); receiver++) {
            if (report.graph().receiverNode(receiver).kind() == Node.Kind.KV_GROUP) {
              throw new IllegalStateException("no head");
            }
          }
          out.write(1);
        };
    ExporterProvider provider =
        new ExporterProvider() {
          @Override
          public PluginDescriptor descriptor() {
            return WRONG;
          }

          @Override
          public String suffix() {
            return "wrong";
          }

          @Override
          public Exporter create(Options options) {
            return exporter;
          }
        };
    ExporterContract contract =
        new ExporterContract() {
          @Override
          protected ExporterProvider provider() {
            return provider;
          }
        };
    DynamicTest groups =
        contract
            .write_graphOfEveryKind_isWritten()
            .filter(test -> test.getDisplayName().equals("inputs of groups"))
            .findFirst()
            .orElseThrow();

    assertThatThrownBy(() -> groups.getExecutable().execute()).hasMessage("no head");
  }

  /** Reads the tiny models, with one recipe changed. */
  private record Misreading(String weight, TensorRecipe recipe) implements Architecture {

    @Override
    public PluginDescriptor descriptor() {
      return WRONG;
    }

    @Override
    public boolean reads(CheckpointConfig config) {
      return new TinyArchitecture().reads(config);
    }

    @Override
    public ModelSpec spec(CheckpointConfig config) {
      return new TinyArchitecture().spec(config);
    }

    @Override
    public Map<String, TensorRecipe> weights(ModelSpec spec, Set<String> stored) {
      Map<String, TensorRecipe> weights =
          new HashMap<>(new TinyArchitecture().weights(spec, stored));
      weights.put(weight, recipe);
      return weights;
    }
  }

  private static ArchitectureContract of(String weight, TensorRecipe recipe) {
    return new ArchitectureContract() {
      @Override
      protected Architecture provider() {
        return new Misreading(weight, recipe);
      }

      @Override
      protected Checkpoint checkpoint() {
        return TinyModels.attentionOnly(0);
      }

      @Override
      protected ReferenceLogits reference() {
        return new ReferenceLogits(List.of(3, 1, 4, 1, 5), TinyReference.logits(3, 1, 4, 1, 5));
      }
    };
  }

  @Test
  void architecture_scrambledQueries_fails() {
    String queries = "blocks.0.attn.W_Q";
    TensorRecipe scrambled = TensorRecipe.of(queries).reshape(2, 4, 8).permute(0, 2, 1);

    assertThatThrownBy(
            of(queries, scrambled)::weights_theCheckpointRun_predictsWhatTheReferenceDoes)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("logits after [3, 1, 4, 1, 5]");
  }

  @Test
  void architecture_weightOfAnotherShape_fails() {
    String out = "blocks.0.attn.W_O";
    TensorRecipe other = TensorRecipe.of(out).permute(0, 2, 1);

    assertThatThrownBy(of(out, other)::weights_theCheckpointRun_predictsWhatTheReferenceDoes)
        .hasMessageContaining("or the architecture's plug-in misreads them");
  }
}
