package dev.patchbay.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.plugin.Plugin;
import dev.patchbay.testing.FakePlugins.FakeMetric;
import dev.patchbay.testing.FakePlugins.FakeStrategy;
import dev.patchbay.testing.FakePlugins.FakeTask;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PluginCatalogTest {

  private static final List<Plugin> PLUGINS =
      List.of(
          new FakeStrategy("eap-ig-inputs", false),
          new FakeStrategy("eap", false),
          new FakeStrategy("acdc", true),
          new FakeMetric("accuracy"));

  private static final PluginCatalog CATALOG =
      PluginCatalog.of(
          PLUGINS, List.of(new PluginIssue("com.acme.Sheaf", "sheaf.jar", "not found")));

  @Test
  void all_kind_byName() {
    assertThat(CATALOG.all(PluginKind.STRATEGY).keySet())
        .containsExactly("acdc", "eap", "eap-ig-inputs");
  }

  @Test
  void get_knownName_thatPlugin() {
    assertThat(CATALOG.get(PluginKind.METRIC, "accuracy")).isEqualTo(PLUGINS.get(3));
  }

  @Test
  void get_mistypedName_nearMissAndListAndIssue() {
    assertThatThrownBy(() -> CATALOG.get(PluginKind.STRATEGY, "eap-ig-input"))
        .hasMessage(
            "No strategy is named 'eap-ig-input'. Did you mean 'eap-ig-inputs' or 'eap'?\n"
                + "Strategies: acdc, eap, eap-ig-inputs."
                + " One plug-in could not be loaded: com.acme.Sheaf (not found).");
  }

  @Test
  void get_emptyKind_saysNone() {
    assertThatThrownBy(() -> PluginCatalog.of().get(PluginKind.ARCHITECTURE, "gpt2"))
        .hasMessage("No architecture is named 'gpt2'.\nArchitectures: none.");
  }

  @Test
  void listing_twoIssues_countsThem() {
    PluginIssue issue = new PluginIssue("com.acme.Sheaf", "sheaf.jar", "not found");

    assertThat(PluginCatalog.of(List.of(), List.of(issue, issue)).listing(PluginKind.TASK))
        .endsWith(
            "2 plug-ins could not be loaded: com.acme.Sheaf (not found), com.acme.Sheaf (not found).");
  }

  @Test
  void listing_manyIssues_namesTheFirstThree() {
    List<PluginIssue> issues =
        IntStream.range(0, 100)
            .mapToObj(i -> new PluginIssue("com.acme.Sheaf" + i, "sheaf.jar", "not found"))
            .toList();

    assertThat(PluginCatalog.of(List.of(), issues).listing(PluginKind.TASK))
        .isEqualTo(
            "Tasks: none. 100 plug-ins could not be loaded: com.acme.Sheaf0 (not found),"
                + " com.acme.Sheaf1 (not found), com.acme.Sheaf2 (not found), ...;"
                + " 'patchbay plugins' names them all.");
  }

  @Test
  void get_nameOfTwo_namesBothClassesAndPlaces() {
    PluginCatalog catalog =
        PluginCatalog.of(new FakeStrategy("eap", false), new FakeStrategy("eap", true));

    assertThatThrownBy(() -> catalog.get(PluginKind.STRATEGY, "eap"))
        .isInstanceOf(PatchbayException.class)
        .hasMessageStartingWith(
            "Two plug-ins are strategy 'eap': dev.patchbay.testing.FakePlugins$FakeStrategy in ")
        .hasMessageContaining(" and dev.patchbay.testing.FakePlugins$FakeStrategy in ");
  }

  @Test
  void of_twoOfOneName_issueAndNeitherListed() {
    PluginCatalog catalog =
        PluginCatalog.of(
            new FakeStrategy("eap", false), new FakeStrategy("eap", true), new FakeMetric("eap"));

    assertThat(catalog.all(PluginKind.STRATEGY)).isEmpty();
    assertThat(catalog.all(PluginKind.METRIC)).containsOnlyKeys("eap");
    assertThat(catalog.issues())
        .singleElement()
        .extracting(PluginIssue::reason)
        .asString()
        .startsWith(
            "two plug-ins are strategy 'eap', so neither is used; the other is"
                + " dev.patchbay.testing.FakePlugins$FakeStrategy in ");
  }

  @Test
  void of_oneNameInTwoKinds_bothFound() {
    PluginCatalog catalog =
        PluginCatalog.of(new FakeStrategy("induction", true), new FakeTask("induction", "nll"));

    assertThat(catalog.all(PluginKind.STRATEGY)).containsOnlyKeys("induction");
    assertThat(catalog.all(PluginKind.TASK)).containsOnlyKeys("induction");
  }

  @Test
  void choose_options_useNamesDefaultsToo() {
    assertThat(CATALOG.choose(PluginKind.STRATEGY, "eap").use()).hasToString("eap:threshold=0.5");
    assertThat(CATALOG.choose(PluginKind.STRATEGY, "eap:threshold=2").use())
        .hasToString("eap:threshold=2");
  }

  @Test
  void choose_optionOfPluginWithoutOptions_refused() {
    assertThatThrownBy(() -> CATALOG.choose(PluginKind.METRIC, "accuracy:among=answers"))
        .hasMessageStartingWith("'accuracy' has no option 'among'.");
  }
}
