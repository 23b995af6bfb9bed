package dev.patchbay.examples.studies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.patchbay.catalog.Chosen;
import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.catalog.PluginKind;
import dev.patchbay.catalog.PluginLoader;
import dev.patchbay.spi.strategy.StrategyProvider;
import dev.patchbay.spi.task.TaskProvider;
import dev.patchbay.study.Study;
import dev.patchbay.study.Study.Contender;
import dev.patchbay.study.StudyFile;
import dev.patchbay.study.ThresholdSweep;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The studies here ask for what there is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StudiesTest {

  private PluginCatalog catalog = PluginCatalog.of();

  @BeforeAll
  void load() {
    catalog = PluginLoader.load(List.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"eap-paper.yaml", "exam.yaml", "ablations.yaml"})
  void strategies_ofEveryStudy_takeTheirOptions(String name) {
    for (Contender contender : study(name).contenders()) {
      Chosen<StrategyProvider> chosen = catalog.choose(PluginKind.STRATEGY, contender.strategy());

      assertThat(chosen.provider().create(chosen.options())).isNotNull();
      assertThatCode(() -> ThresholdSweep.of(contender.strategy(), contender.thresholds(), catalog))
          .as("thresholds of %s", contender)
          .doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"eap-paper.yaml", "exam.yaml", "ablations.yaml"})
  void names_ofEveryStudy_areKnown(String name) {
    Study study = study(name);
    List<String> models =
        catalog.all(PluginKind.MODEL_SOURCE).values().stream()
            .flatMap(source -> source.names().stream())
            .toList();

    assertThat(models).containsAll(study.models().stream().map(Study.Subject::model).toList());
    for (String task : study.tasks()) {
      Chosen<TaskProvider> chosen = catalog.choose(PluginKind.TASK, task);
      assertThat(chosen.provider().create(chosen.options())).isNotNull();
    }
    for (String ablation : study.ablations()) {
      assertThat(catalog.choose(PluginKind.ABLATION, ablation).provider()).isNotNull();
    }
  }

  @Test
  void exam_strategies_areAllThereAre() {
    assertThat(study("exam.yaml").contenders())
        .extracting(contender -> contender.strategy().replaceFirst(":.*", ""))
        .containsAll(catalog.all(PluginKind.STRATEGY).keySet());
  }

  @Test
  void eapPaper_searches_haveLogSpacedThresholds() {
    assertThat(study("eap-paper.yaml").contenders().get(0).thresholds())
        .hasSize(9)
        .startsWith(1e-4)
        .contains(1e-3, 1e-2, .1)
        .endsWith(1.0);
  }

  private static Study study(String name) {
    return StudyFile.read(Path.of("studies", name));
  }
}
