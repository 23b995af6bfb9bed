package dev.patchbay.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.catalog.PluginLoader;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.core.wiring.Wiring;
import dev.patchbay.plugins.model.EmbeddedModels;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.report.ComparedCell.Status;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.study.Cell;
import dev.patchbay.study.Comparison;
import dev.patchbay.study.Study;
import dev.patchbay.study.exam.Exam;
import dev.patchbay.study.exam.ExamCell;
import dev.patchbay.study.exam.ExamSubject;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cells of the exam that theory predicts, on the models as they are. */
class ExamScoresTest {

  /** Areas are ratios of whole numbers; what is written below has four digits. */
  private static final double DIGITS = 5e-5;

  /** How many standard deviations a random ranking may be from chance: once in 16,000 is more. */
  private static final double DEVIATIONS = 4;

  private static final PluginCatalog CATALOG = PluginLoader.load(List.of());
  private static final Comparison COMPARISON = new Wiring(() -> CATALOG).get(Comparison.class);

  private static ExamCell cell(String model, String strategy) {
    Exam exam = Exam.on(List.of(model), CATALOG);
    Study study =
        exam.study(
            List.of(strategy), Optional.empty(), Optional.empty(), RunRequest.DEFAULT.form(), 0);
    return exam.cells(COMPARISON.run(study, "", Progress.SILENT, cell -> {})).get(0);
  }

  private static double figure(ExamCell cell, String name) {
    return Objects.requireNonNull(cell.cell().figures().get(name), cell.cell()::toString).value();
  }

  private static double area(ExamCell cell) {
    return figure(cell, "edge_auc_trapezoid");
  }

  /**
   * Perfect, where each true edge moves the metric alone and nothing else does; the search of a
   * large graph runs at one threshold, which must do as well as the whole grid. A first-order
   * method needs besides that no true edge is flat on the runs that it takes gradients on.
   */
  @ParameterizedTest
  @CsvSource({
    "and-gate, acdc",
    "docstring, acdc:threshold=.01",
    "greater-than, acdc:threshold=.01",
    "induction, acdc",
    "saturated, acdc",
    "proportion, acdc",
    "reverse, acdc",
    "ioi, 'acdc:absolute=true,threshold=.01'",
    "and-gate, exact",
    "docstring, exact",
    "greater-than, exact",
    "induction, exact",
    "ioi, exact",
    "saturated, exact",
    "proportion, exact",
    "reverse, exact",
    "or-gate, exact:direction=denoising",
    "induction, eap-acdc",
    "and-gate, eap",
    "induction, eap",
    "ioi, eap",
    "induction, clean-corrupted",
    "or-gate, eap-ig-inputs",
    "saturated, eap-ig-inputs",
    "ioi, eap-ig-inputs",
    "saturated, eap-ig-activations",
  })
  void exam_whereTheoryLeavesNoDoubt_isPerfect(String model, String strategy) {
    ExamCell cell = cell(model, strategy);

    assertThat(area(cell)).isEqualTo(1);
    assertThat(figure(cell, "precision_at_truth")).isEqualTo(1);
    assertThat(figure(cell, "recall_at_truth")).isEqualTo(1);
  }

  /**
   * What cannot be seen ties with what is not there, and the curve runs straight from the share s
   * that is seen: an area of (1 + s) / 2.
   *
   * <ul>
   *   <li>or-gate: with both inputs on, only the last of five edges matters; ACDC that has removed
   *       one branch keeps the other, three edges; moving the input alone switches both branches
   *       off, so integrating over it finds its two edges, but not those of one head.
   *   <li>and-gate: with both inputs off, only the last edge matters.
   *   <li>ioi: signed ACDC removes what works against the answer, 7 of 36 edges: five of the
   *       negative name mover, two by which name movers hold the backup back.
   * </ul>
   */
  @ParameterizedTest
  @CsvSource({
    "or-gate, exact, .2",
    "or-gate, eap, .2",
    "or-gate, acdc, .6",
    "or-gate, eap-ig-activations, .6",
    "and-gate, exact:direction=denoising, .2",
    "ioi, acdc:threshold=.01, .8056",
  })
  void exam_whereAShareOfTheTruthIsHidden_findsTheRest(String model, String strategy, double seen) {
    assertThat(area(cell(model, strategy))).isCloseTo((1 + seen) / 2, within(DIGITS));
  }

  @Test
  void exam_eapOnASaturatedSoftmax_findsTwoEdgesOfFive() {
    ExamCell cell = cell("saturated", "eap");

    assertThat(figure(cell, "precision_at_truth")).isEqualTo(.4);
    assertThat(area(cell)).isLessThan(1);
  }

  @ParameterizedTest
  @CsvSource({"reverse, eap", "proportion, eap"})
  void exam_firstOrderWhereTheMetricIsFlat_refuses(String model, String strategy) {
    Cell cell = cell(model, strategy).cell();

    assertThat(cell.status()).isEqualTo(Status.REFUSED);
    assertThat(cell.reason()).contains("vanishes on the clean run");
  }

  @ParameterizedTest
  @CsvSource({"docstring", "greater-than", "induction", "ioi", "reverse"})
  void exam_random_isNearChance(String model) {
    ExamCell cell = cell(model, "random");
    Circuit truth = cell.truth();
    double all = truth.graph().edgeCount();
    double deviation = Math.sqrt((all + 1) / (12 * truth.size() * (all - truth.size())));

    assertThat(area(cell)).isCloseTo(.5, within(DEVIATIONS * deviation));
  }

  @ParameterizedTest
  @CsvSource({"reverse, zero, 11", "proportion, zero, 5", "ioi, patching, 36"})
  void exam_eachSubject_isAblatedAsItsTruthWasFound(String model, String ablation, int edges) {
    ExamCell cell = cell(model, "random");

    assertThat(cell.key().ablation()).isEqualTo(ablation);
    assertThat(cell.truth().size()).isEqualTo(edges);
  }

  @Test
  void acdc_publishedRowsOfProportion_keepsThePublishedEdges() {
    CompiledRun run = new CompiledRun("proportion", "proportion:rows=published");

    assertThat(run.truth()).hasSize(7);
    assertThat(run.discover("acdc:threshold=.0001", "l2:outputs=0").circuit().edgeNames())
        .containsExactlyInAnyOrderElementsOf(run.truth());
  }

  @Test
  void acdc_reverse_keepsThePublishedEdges() {
    CompiledRun run = new CompiledRun("reverse", "reverse");

    assertThat(run.truth()).hasSize(11);
    assertThat(run.discover("acdc:threshold=.0001", "l2").circuit().edgeNames())
        .containsExactlyInAnyOrderElementsOf(run.truth());
  }

  @Test
  void subjects_ofTheWholeExam_includeHardenedModels() {
    List<String> models =
        Exam.on(List.of(), CATALOG).subjects().stream().map(ExamSubject::model).toList();

    assertThat(models)
        .contains("ioi", "docstring", "greater-than", "induction")
        .containsAll(
            new EmbeddedModels().examined().stream().filter(name -> name.contains(":")).toList())
        .contains("ioi:rotate=1,distractors=2,layer-norm=true,noise=.01");
  }
}
