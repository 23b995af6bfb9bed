package dev.patchbay.core.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.DataType;
import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.core.lookup.Tasks;
import dev.patchbay.core.run.Extras;
import dev.patchbay.core.run.RunPlan;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.core.run.Selection;
import dev.patchbay.core.run.Verify;
import dev.patchbay.engine.memory.Batching;
import dev.patchbay.model.tokenizer.BosPolicy;
import dev.patchbay.model.weights.ModelForm;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.strategy.Demand;
import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import dev.patchbay.testing.FakePlugins.FakeAblation;
import dev.patchbay.testing.FakePlugins.FakeMetric;
import dev.patchbay.testing.FakePlugins.FakeStrategy;
import dev.patchbay.testing.FakePlugins.FakeTask;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a plan goes by is what plug-ins declare. */
class PlannerTest {

  private static final ModelSpec SPEC = new AdditiveExperiment(edge -> edge).model().spec();

  /** Equal but for the last of eight tokens. */
  private static final PromptSet PROMPTS =
      new PromptSet(
          "late",
          List.of(
              PromptPair.of(
                  List.of(1, 1, 1, 1, 1, 1, 1, 2),
                  List.of(1, 1, 1, 1, 1, 1, 1, 3),
                  List.of(2),
                  List.of(3))));

  private static RunPlan plan(Set<Demand> demands, boolean corruptedRun) {
    PluginCatalog catalog =
        PluginCatalog.of(
            new FakeStrategy("any", false, demands),
            new FakeMetric("worth"),
            new FakeAblation("any", corruptedRun),
            new FakeTask("any", "worth"));
    RunRequest request =
        new RunRequest(
            "none",
            "any",
            Optional.empty(),
            BosPolicy.AUTO,
            "any",
            Optional.empty(),
            Optional.of("any"),
            Selection.AUTOMATIC,
            ModelForm.plain(DataType.FLOAT32),
            "cpu",
            Batching.of(1),
            0,
            0,
            Verify.OFF,
            Extras.NONE);
    return Planner.of(new Requests(catalog, new Tasks(catalog)).resolve(request))
        .plan("none", SPEC, false, PROMPTS);
  }

  @Test
  void of_ablationThatIsTheCorruptedRun_computesCircuitsWhereTwinsDiffer() {
    Set<Demand> search = Set.of(Demand.SEARCH);

    assertThat(plan(search, true).tensorBytes()).isLessThan(plan(search, false).tensorBytes());
  }

  @Test
  void of_strategyThatDeclaresASearch_plansForIt() {
    assertThat(plan(Set.of(), false).choices()).containsEntry("held", "one batch at a time");
    assertThat(plan(Set.of(Demand.SEARCH), false).choices().get("held"))
        .startsWith("every batch at once");
  }
}
