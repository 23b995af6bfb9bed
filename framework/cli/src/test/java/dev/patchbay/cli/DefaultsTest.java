package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.catalog.PluginKind;
import dev.patchbay.catalog.PluginLoader;
import dev.patchbay.core.lookup.Models;
import dev.patchbay.core.run.Defaults;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is taken where nobody names a plug-in is there to be taken. */
class DefaultsTest {

  private static final PluginCatalog CATALOG = PluginLoader.load(List.of());

  @Test
  void names_ofEveryKind_areKnown() {
    assertThat(new Models(CATALOG).names()).contains(Defaults.MODEL);
    assertThat(CATALOG.all(PluginKind.TASK))
        .containsKeys(Defaults.TASK, Defaults.TASK_OF_ANY_MODEL);
    assertThat(CATALOG.all(PluginKind.STRATEGY))
        .containsKeys(Defaults.CONTENDERS.toArray(String[]::new))
        .containsKey(Defaults.MEASUREMENT);
    assertThat(CATALOG.all(PluginKind.METRIC))
        .containsKeys(Defaults.DIVERGENCE, Defaults.METRIC_OF_PROMPT_FILES);
    assertThat(CATALOG.all(PluginKind.ABLATION)).containsKey(Defaults.ABLATION_OF_PROMPT_FILES);
  }

  @Test
  void search_ofAllStrategies_decidesTheCircuit() {
    assertThat(CATALOG.get(PluginKind.STRATEGY, Defaults.SEARCH).decidesCircuit()).isTrue();
  }
}
