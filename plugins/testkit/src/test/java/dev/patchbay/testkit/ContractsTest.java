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
import dev.patchbay.spi.plugin.Option;
import dev.patchbay.spi.plugin.Option.Role;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.Plugin;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    return of(demands, Plugin.NoOptions.class, strategy);
  }

  private static StrategyContract of(
      Set<Demand> demands, Class<? extends Record> options, DiscoveryStrategy strategy) {
    StrategyProvider provider =
        new StrategyProvider() {
          @Override
          public PluginDescriptor descriptor() {
            return WRONG;
          }

          @Override
          public Class<? extends Record> options() {
            return options;
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

  private static final DiscoveryStrategy BY_GRADIENTS =
      (experiment, progress) -> {
        PromptBatch batch = experiment.batches().get(0);
        try (var scope = experiment.open(batch);
            var gradients = scope.lossGradients(At.CLEAN)) {
          return DiscoveryResult.of(
              EdgeScores.of(experiment.graph(), scope.clean().dot(gradients)));
        }
      };

  @Test
  void strategy_asksForGradientsThatItDoesNotDeclare_fails() {
    assertThatThrownBy(
            of(Set.of(), BY_GRADIENTS)::demands_whatItAsksOfAnExperiment_isWhatItDeclares)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("what it asks for is among its demands, []")
        .hasMessageContaining("GRADIENTS");
    assertThatCode(
            of(Set.of(Demand.GRADIENTS), BY_GRADIENTS)
                ::demands_whatItAsksOfAnExperiment_isWhatItDeclares)
        .doesNotThrowAnyException();
  }

  @Test
  void strategy_declaresASearchThatItDoesNotAskFor_fails() {
    assertThatThrownBy(
            of(Set.of(Demand.GRADIENTS, Demand.SEARCH), BY_GRADIENTS)
                ::demands_whatItAsksOfAnExperiment_isWhatItDeclares)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("what its demands declare is asked for")
        .hasMessageContaining("SEARCH");
  }

  @Test
  void strategy_leavesABatchOpenAndHearsNobody_fails() {
    DiscoveryStrategy strategy =
        (experiment, progress) -> {
          experiment.open(experiment.batches().get(0)).clean();
          return DiscoveryResult.of(
              EdgeScores.of(experiment.graph(), new double[experiment.graph().edgeCount()]));
        };
    StrategyContract contract = of(Set.of(), strategy);

    assertThatThrownBy(contract::discover_everyScopeItOpens_isClosedAgain)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("scopes closed");
    assertThatThrownBy(contract::discover_stopRequestedAtOnce_isInterrupted)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("stopped, not null");
  }

  private record SweptByNobody(
      @Option(value = "τ", fallback = "1", role = Role.THRESHOLD) double least) {}

  private record SeededByHalf(
      @Option(value = "seed", fallback = "1", role = Role.SEED) int drawFrom) {}

  private record SeededTwice(
      @Option(value = "seed", fallback = "1", role = Role.SEED) long one,
      @Option(value = "seed", fallback = "1", role = Role.SEED) long other) {}

  @ParameterizedTest
  @CsvSource({
    "SweptByNobody, what has a threshold decides the circuit",
    "SeededByHalf, can be the SEED",
    "SeededTwice, one SEED alone"
  })
  void strategy_optionInARoleThatDoesNotSuitIt_fails(String options, String problem) {
    Class<? extends Record> type =
        Stream.of(SweptByNobody.class, SeededByHalf.class, SeededTwice.class)
            .filter(record -> record.getSimpleName().equals(options))
            .findFirst()
            .orElseThrow();

    assertThatThrownBy(
            of(Set.of(), type, BY_GRADIENTS)::options_rolesTheyPlay_suitTheirTypesAndTheKind)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(problem);
  }

  @Test
  void ablation_isTheCorruptedRunAndDoesNotSaySo_fails() {
    AblationContract silent = of(Ablation.of(true, scope -> scope.activations(At.CORRUPTED)));

    assertThatThrownBy(
            silent::isCorruptedRun_whatEverySenderWritesThere_isTheAnswerExactlyWhereDeclared)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("it is the corrupted run");
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

    assertThatThrownBy(
            of(Set.of(), strategy)::decidesCircuit_aCircuit_isAnsweredExactlyWhereDeclared)
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
