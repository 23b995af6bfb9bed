package dev.patchbay.export.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.export.page.Browser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.ThrowingConsumer;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The page of a comparison in a browser, where one is installed. */
class ResultsPageBrowserTest {

  /** Elements on the page of 300 cells: more, and browsers become slow. */
  private static final int MOST_ELEMENTS = 40_000;

  @TempDir static Path folder;

  private static Optional<Browser> started = Optional.empty();

  @BeforeAll
  static void start() {
    started = Browser.start(folder);
  }

  @AfterAll
  static void stop() {
    started.ifPresent(Browser::close);
  }

  @TestFactory
  Stream<DynamicTest> page_opened() {
    if (started.isEmpty()) {
      System.out.println("Chromium with chromedriver is not installed: no page is opened.");
      return Stream.of();
    }
    return Stream.of(
        test("realistic_hasEverySection", ResultsPageBrowserTest::hasEverySection),
        test("sortButton_pressed_ordersRows", ResultsPageBrowserTest::sorts),
        test("filters_chosen_leaveTheirCells", ResultsPageBrowserTest::filters),
        test("bold_standsOnlyWhereDistinguishable", ResultsPageBrowserTest::boldOnlyWhereApart),
        test(
            "difference_withoutInterval_isNoTie",
            ResultsPageBrowserTest::namesNobodyWhereNothingIsKnown),
        test("curve_pointedAt_tellsItsValue", ResultsPageBrowserTest::tellsValues),
        test("cost_seconds_areThoseOfTheFile", ResultsPageBrowserTest::showsSeconds),
        test("circuits_drawn_haveTheEdgesOfTheResults", ResultsPageBrowserTest::drawsCircuits),
        test("data_button_givesTheNumbers", ResultsPageBrowserTest::givesData),
        test("dark_system_turnsTheGround", ResultsPageBrowserTest::turnsDark),
        test("nastyText_staysText", ResultsPageBrowserTest::staysText),
        test("emptyAndBareResults_stillMakeAPage", ResultsPageBrowserTest::standsWithLittle),
        test("threeHundredCells_stayUsable", ResultsPageBrowserTest::staysUsable));
  }

  private static DynamicTest test(String name, ThrowingConsumer<Browser> body) {
    return DynamicTest.dynamicTest(name, () -> body.accept(started.orElseThrow()));
  }

  /** Opens the page; every test ends by asking the console and the network. */
  private static void open(Browser browser, Comparisons comparison) throws Exception {
    browser.system("light");
    browser.console();
    browser.open(ResultsPageTest.html(comparison.results()).getBytes(StandardCharsets.UTF_8));
    assertThat(browser.ask("return document.body.dataset.ready").textValue()).isEqualTo("yes");
    assertQuiet(browser);
  }

  private static void assertQuiet(Browser browser) {
    assertThat(browser.console()).isEmpty();
    assertThat(browser.requests())
        .allMatch(
            address ->
                address.startsWith("file:")
                    || address.startsWith("data:")
                    || address.startsWith("blob:"));
  }

  private static List<String> texts(Browser browser, String css) throws Exception {
    List<String> texts = new ArrayList<>();
    for (JsonNode text :
        browser.ask(
            "return [...document.querySelectorAll(arguments[0])].map(n => n.textContent)", css)) {
      texts.add(text.textValue());
    }
    return texts;
  }

  private static void hasEverySection(Browser browser) throws Exception {
    open(browser, Comparisons.realistic());

    assertThat(texts(browser, "h1, h2"))
        .containsExactly(
            "Does attribution patching outperform ACDC?",
            "In short",
            "All cells",
            "Was the true circuit found?",
            "Does the circuit do what the model does?",
            "What does quality cost?",
            "Do strategies agree?",
            "Circuits side by side",
            "How good are the estimates?",
            "Refused and failed",
            "Where this comes from");
    assertThat(texts(browser, "figure h3")).hasSize(15);
    assertThat(texts(browser, ".reason"))
        .containsExactlyInAnyOrder(
            "The gradient of kl-divergence vanishes on the clean run, and eap reads it there.\nTake logit-difference.",
            "It needs 9.1 GiB and may take 6 GiB.");
    assertThat(
            browser.ask("return document.documentElement.scrollWidth <= innerWidth").booleanValue())
        .isTrue();
    assertThat(texts(browser, "#estimates-0 figcaption p").get(0))
        .contains("Spearman's \u03c1 0.97. Of 1,519 edges the 400 largest are listed.");
    assertThat(texts(browser, "#distributions .legend span"))
        .containsExactly(
            "in the circuit, 900 edges (300 quantiles)", "outside, 900 edges (300 quantiles)");
    // Whatever can be pressed or chosen has a name.
    assertThat(
            browser
                .ask(
                    "return [...document.querySelectorAll('button, select, input')].filter(n => !n.textContent && !n.closest('label')).length")
                .intValue())
        .isZero();
  }

  private static void sorts(Browser browser) throws Exception {
    open(browser, Comparisons.realistic());
    String column = "#summary-table th:nth-child(3)";

    browser.click(column + " button");
    List<Double> up = numbers(browser);
    assertThat(browser.find(column).getDomAttribute("aria-sort")).isEqualTo("ascending");
    browser.click(column + " button");
    List<Double> down = numbers(browser);

    assertThat(up).hasSize(8).isSorted();
    assertThat(down).hasSize(8).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    assertThat(texts(browser, "#summary-table tbody tr:last-child td:nth-child(1)"))
        .containsExactly("docstring");
    assertQuiet(browser);
  }

  private static List<Double> numbers(Browser browser) throws Exception {
    return texts(browser, "#summary-table td:nth-child(3) .figure").stream()
        .map(text -> Double.valueOf(text.substring(0, 5)))
        .toList();
  }

  private static void filters(Browser browser) throws Exception {
    open(browser, Comparisons.realistic());

    browser.ask(
        "const s = document.querySelector('#filters select'); s.value = '\"ioi\"'; s.dispatchEvent(new Event('change'))");
    browser.click(".chip:nth-child(4)");

    assertThat(texts(browser, "#summary-table tbody td:nth-child(2)"))
        .containsExactly("eap", "acdc:threshold=0.01,order=repo", "eap-ig-inputs");
    assertThat(texts(browser, "#roc-edges h4")).containsExactly("ioi");
    assertThat(texts(browser, "#roc-edges .beneath tbody th")).doesNotContain("random");
    assertThat(texts(browser, "#overlaps tbody th"))
        .containsExactly("eap", "acdc:threshold=0.01,order=repo", "eap-ig-inputs");
    assertThat(browser.find(".chip:nth-child(4)").getDomAttribute("aria-pressed"))
        .isEqualTo("false");
    assertQuiet(browser);
  }

  private static void boldOnlyWhereApart(Browser browser) throws Exception {
    open(browser, Comparisons.realistic());

    // By the paired difference eap's area cannot be distinguished from ACDC's; their CPRs'
    // intervals are
    // apart.
    assertThat(texts(browser, "#summary-table td:nth-child(3) strong")).isEmpty();
    assertThat(texts(browser, "#summary-table td:nth-child(6) strong"))
        .containsExactly("1.008 best", "1.008 best");
    assertThat(texts(browser, "#short li").get(0))
        .isEqualTo(
            "ioi: No strategy is known to stand apart by Edge AUC, trapezoid: eap has 0.960 [0.940, 0.977]. It cannot be distinguished from acdc:threshold=0.01,order=repo.");
  }

  private static void namesNobodyWhereNothingIsKnown(Browser browser) throws Exception {
    Comparisons comparison = Comparisons.realistic();
    for (JsonNode each : comparison.json().get("differences")) {
      ((ObjectNode) each).putNull("low").putNull("high").put("distinguishable", false);
    }
    ((ObjectNode) comparison.cells().get(0)).putArray("notes").add("cut within a tie");
    open(browser, comparison);

    assertThat(texts(browser, "#short li").get(0))
        .startsWith(
            "ioi: No strategy is known to stand apart by Edge AUC, trapezoid: eap has 0.960 [0.940, 0.977]. Nothing is known of its difference from ")
        .endsWith(": no interval.")
        .doesNotContain("cannot be distinguished");
    assertThat(browser.text("#summary")).contains("eap: cut within a tie.");
  }

  private static void tellsValues(Browser browser) throws Exception {
    open(browser, Comparisons.realistic());
    browser.ask("document.querySelector('#roc-edges').scrollIntoView()");
    JsonNode place =
        browser.ask(
            "const b = document.querySelectorAll('#roc-edges .chart .series')[1].querySelectorAll('.mark')[1].getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]");

    browser.point(place.get(0).asLong(), place.get(1).asLong());
    String told = browser.text("#tip");
    browser.ask("document.querySelector('#roc-edges .chart .series').focus()");
    browser.keys(Keys.END);

    assertThat(told)
        .startsWith(
            "acdc:threshold=0.01,order=repo\nFalse positive rate: 0.12\nTrue positive rate: 0.7");
    assertThat(browser.text("#tip"))
        .isEqualTo("eap\nFalse positive rate: 1\nTrue positive rate: 1");
    assertThat(
            browser
                .ask("return getComputedStyle(document.getElementById('tip')).visibility")
                .textValue())
        .isEqualTo("visible");
    assertQuiet(browser);
  }

  private static void showsSeconds(Browser browser) throws Exception {
    open(browser, Comparisons.realistic());

    browser.ask(
        "const s = document.querySelectorAll('#cost select')[1]; s.value = 'seconds'; s.dispatchEvent(new Event('change'))");

    // ACDC's row: a strategy with a comma, 312.5 passes × .31 + .2.
    browser.ask("document.querySelector('#cost-quality [data-name^=acdc]').focus()");
    assertThat(browser.text("#tip")).contains("Seconds: 97.08");

    // Nothing is drawn left of the axis, but no pass is made into one.
    browser.ask(
        "const s = document.querySelectorAll('#cost select')[1]; s.value = 'passes'; s.dispatchEvent(new Event('change'))");
    browser.ask("document.querySelector('#cost-quality [data-name=random]').focus()");
    assertThat(browser.text("#tip")).contains("Passes, in forward passes: 0\n");
    assertQuiet(browser);
  }

  private static void drawsCircuits(Browser browser) throws Exception {
    Comparisons comparison = Comparisons.realistic();
    open(browser, comparison);

    List<String> drawn = new ArrayList<>();
    browser
        .ask(
            "return [...document.querySelectorAll('#circuits .panel:nth-child(1) .link')].map(n => n.dataset.edge)")
        .forEach(edge -> drawn.add(edge.textValue()));
    List<String> kept = new ArrayList<>();
    comparison
        .cells()
        .get(0)
        .get("circuits")
        .get(0)
        .get("edges")
        .forEach(edge -> kept.add(edge.textValue()));
    assertThat(drawn).isEqualTo(kept);
    int alone =
        browser
            .ask(
                "return document.querySelectorAll('#circuits .panel:nth-child(1) .edge.alone').length")
            .intValue();
    List<String> other = new ArrayList<>();
    comparison
        .cells()
        .get(1)
        .get("circuits")
        .get(0)
        .get("edges")
        .forEach(edge -> other.add(edge.textValue()));
    browser.ask(
        "const s = document.querySelectorAll('#circuits select')[3]; s.value = [...s.options].at(-1).value; s.dispatchEvent(new Event('change'))");
    assertThat(texts(browser, "#circuits h4"))
        .containsExactly(
            "eap",
            "acdc:threshold=0.01,order=repo",
            "acdc:threshold=0.01,order=repo \u00b7 \u03c4 = 0.1");
    assertThat(alone)
        .isEqualTo((int) kept.stream().filter(edge -> !other.contains(edge)).count())
        .isPositive();
    assertQuiet(browser);
  }

  private static void givesData(Browser browser) throws Exception {
    open(browser, Comparisons.realistic());

    browser.click("#roc-edges figcaption button");

    assertThat(browser.downloadedText("roc-edges.csv"))
        .startsWith(
            "task,model,metric,ablation,seed,strategy,False positive rate,True positive rate\nioi,patchbay-small,logit-difference,patching,0,eap,0,0\n")
        .contains(",\"acdc:threshold=0.01,order=repo\",")
        .hasLineCount(1 + 2 * 4 * 26);
  }

  private static void turnsDark(Browser browser) throws Exception {
    open(browser, Comparisons.realistic());
    String ground = "return getComputedStyle(document.body).backgroundColor";

    String light = browser.ask(ground).textValue();
    browser.system("dark");
    String dark = browser.ask(ground).textValue();
    browser.click("#theme");
    String chosen = browser.ask(ground).textValue();

    assertThat(light).isEqualTo("rgb(255, 255, 255)").isEqualTo(chosen);
    assertThat(dark).isEqualTo("rgb(21, 24, 28)");
  }

  private static void staysText(Browser browser) throws Exception {
    open(browser, Comparisons.nasty());

    assertThat(browser.ask("return window.hacked ?? 'no'").textValue()).isEqualTo("no");
    assertThat(browser.text("h1")).isEqualTo(Comparisons.NASTY);
    assertThat(texts(browser, "#summary-table tbody td:nth-child(2)").subList(1, 4))
        .containsExactly("eap", "constructor", "__proto__");
    assertThat(
            browser
                .ask("return document.querySelectorAll('body img, body script:not([type])').length")
                .intValue())
        .isZero();
    // A letter that turns the direction stays inside of its name.
    assertThat(texts(browser, "#short li").get(0))
        .startsWith("\u2068")
        .contains("\u2069: No strategy", "\u2069 has 0.960");
  }

  private static void standsWithLittle(Browser browser) throws Exception {
    open(browser, Comparisons.empty());
    assertThat(texts(browser, "h1, #extent")).containsExactly("A comparison", "0 cells. 0 done.");

    open(browser, Comparisons.bare());
    assertThat(texts(browser, "h2")).containsExactly("All cells", "Where this comes from");
    assertThat(texts(browser, "#summary-table tbody td"))
        .containsExactly("ioi", "eap, signed", "0");
  }

  private static void staysUsable(Browser browser) throws Exception {
    open(browser, Comparisons.large());

    assertThat(texts(browser, "#summary-table tbody tr")).hasSize(300);
    assertThat(browser.ask("return document.querySelectorAll('*').length").intValue())
        .isLessThan(MOST_ELEMENTS);
    browser.click(".chip:nth-child(1)");
    assertThat(texts(browser, "#summary-table tbody tr")).hasSize(285);
    assertThat(texts(browser, "#roc-edges figcaption p").get(0))
        .endsWith("9 more settings are not drawn: choose above.");
    assertQuiet(browser);
  }
}
