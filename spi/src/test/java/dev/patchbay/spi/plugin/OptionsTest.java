package dev.patchbay.spi.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.spi.plugin.Option.Role;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

  enum Order {
    REPO,
    HEAD_BY_HEAD
  }

  record Config(
      @Option(value = "τ", fallback = "0.01") double threshold,
      @Option(value = "the order of tests", fallback = "repo") Order order,
      @Option(value = "whether |Δ| counts", fallback = "false") boolean absolute,
      @Option(value = "how many steps", fallback = "5") int maxSteps,
      @Option(value = "where chance begins", fallback = "42") long seed,
      @Option(value = "the metric of the search", fallback = "") String scoreMetric) {

    Config {
      if (absolute && threshold < 0) {
        throw PatchbayException.usage(
            "absolute=true with threshold=%s keeps every edge.".formatted(threshold),
            "Give a threshold of at least 0.");
      }
      if (maxSteps == 13) {
        throw new IllegalArgumentException("unlucky");
      }
    }
  }

  record NotAnnotated(int steps) {}

  record Drawing(
      @Option(value = "not what --seed gives", fallback = "5") long seed,
      @Option(value = "where chance begins", fallback = "42", role = Role.SEED) long drawFrom) {}

  @Test
  void named_optionInARole_isFoundByWhatItDeclaresAndNotByItsName() {
    assertThat(Options.named(Drawing.class, Role.SEED)).contains("draw-from");
    assertThat(Options.named(Drawing.class, Role.THRESHOLD)).isEmpty();
    assertThat(Options.named(Config.class, Role.SEED)).isEmpty();
  }

  @Test
  void as_noWords_givesFallbacks() {
    assertThat(Options.none("acdc").as(Config.class))
        .isEqualTo(new Config(.01, Order.REPO, false, 5, 42, ""));
  }

  @Test
  void as_everyWordGiven_bindsEveryType() {
    Map<String, String> words =
        Map.of(
            "threshold", "-.5",
            "order", "head-by-head",
            "absolute", "false",
            "max-steps", "7",
            "seed", "5000000000",
            "score-metric", "logit-difference");
    assertThat(new Options("acdc", words).as(Config.class))
        .isEqualTo(
            new Config(-.5, Order.HEAD_BY_HEAD, false, 7, 5_000_000_000L, "logit-difference"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "threshold | much         | a number",
        "max-steps | 1.5          | a whole number",
        "max-steps | 3000000000   | a whole number",
        "seed      | x            | a whole number",
        "absolute  | yes          | true or false",
        "order     | HEAD_BY_HEAD | one of repo, head-by-head"
      })
  void as_wordThatCannotBeRead_saysWhatIsWanted(String option, String word, String wanted) {
    Options options = new Options("acdc", Map.of(option, word));
    assertThatThrownBy(() -> options.as(Config.class))
        .isInstanceOf(PatchbayException.class)
        .hasMessage(
            "'acdc' cannot read %s=%s.\nGive %s %s.".formatted(option, word, option, wanted))
        .extracting(error -> ((PatchbayException) error).kind())
        .isEqualTo(PatchbayException.Kind.USAGE);
  }

  @Test
  void as_unknownOption_namesTheNearMissAndAll() {
    Options options = new Options("acdc", Map.of("treshold", ".1"));
    assertThatThrownBy(() -> options.as(Config.class))
        .isInstanceOf(PatchbayException.class)
        .hasMessage(
            """
            'acdc' has no option 'treshold'. Did you mean 'threshold'?
            Its options: absolute, max-steps, order, score-metric, seed, threshold.""");
  }

  @Test
  void as_optionOfAPluginWithoutAny_saysSo() {
    Options options = new Options("random", Map.of("seeds", "1"));
    assertThatThrownBy(() -> options.as(Plugin.NoOptions.class))
        .isInstanceOf(PatchbayException.class)
        .hasMessage("'random' has no option 'seeds'.\nIt has no options.");
  }

  @Test
  void as_recordRefuses_passesItsWordsOn() {
    Options options = new Options("acdc", Map.of("absolute", "true", "threshold", "-1"));
    assertThatThrownBy(() -> options.as(Config.class))
        .isInstanceOf(PatchbayException.class)
        .hasMessage(
            "absolute=true with threshold=-1.0 keeps every edge.\nGive a threshold of at least 0.");
  }

  @Test
  void as_recordThrowsSomethingElse_becomesAMessage() {
    Options options = new Options("acdc", Map.of("max-steps", "13"));
    assertThatThrownBy(() -> options.as(Config.class))
        .isInstanceOf(PatchbayException.class)
        .hasMessageStartingWith("'acdc' refuses its options {max-steps=13}: ")
        .hasMessageContaining("unlucky")
        .hasMessageEndingWith("\n'patchbay plugins acdc' explains them.");
  }

  @Test
  void as_componentWithoutAnnotation_isThePluginAuthorsMistake() {
    assertThatThrownBy(() -> Options.none("mine").as(NotAnnotated.class))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The option 'steps' of 'mine' has no @Option annotation.");
  }

  @Test
  void resolved_someGiven_listsAllInOrderOfTheRecord() {
    assertThat(new Options("acdc", Map.of("order", "head-by-head")).resolved(Config.class))
        .containsExactly(
            Map.entry("threshold", "0.01"),
            Map.entry("order", "head-by-head"),
            Map.entry("absolute", "false"),
            Map.entry("max-steps", "5"),
            Map.entry("seed", "42"),
            Map.entry("score-metric", ""));
  }

  @Test
  void words_keepTheOrderInWhichTheyWereGiven() {
    Map<String, String> words = new LinkedHashMap<>();
    for (int i = 20; i > 0; i--) {
      words.put("option-" + i, "");
    }
    assertThat(new Options("acdc", words).words().keySet())
        .containsExactlyElementsOf(words.keySet());
  }
}
