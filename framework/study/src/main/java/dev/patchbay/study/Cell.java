package dev.patchbay.study;

import dev.patchbay.engine.passes.Cost;
import dev.patchbay.spi.report.ComparedCell;
import dev.patchbay.spi.report.ComparedCell.Costs;
import dev.patchbay.spi.report.ComparedCell.GraphSize;
import dev.patchbay.spi.report.ComparedCell.Kept;
import dev.patchbay.spi.report.ComparedCell.Point;
import dev.patchbay.spi.report.ComparedCell.Status;
import dev.patchbay.spi.report.ComparedCell.Truth;
import dev.patchbay.spi.report.EstimateStudies.Distribution;
import dev.patchbay.spi.report.EstimateStudies.Estimate;
import dev.patchbay.spi.report.EstimateStudies.LambdaCurve;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one case of a study came to. It is what its file holds: equal cases under the same plan give
 * equal cells.
 *
 * <p>What is not explained here is as in {@link ComparedCell}.
 *
 * @param id names its file
 * @param key what was asked
 * @param figures numbers by name
 * @param curves points in the order in which they are drawn, by name
 * @param evidence what was asked for beside the usual
 */
public record Cell(
    String id,
    Key key,
    Status status,
    @Nullable String reason,
    int prompts,
    int heldOutPrompts,
    @Nullable GraphSize graph,
    @Nullable Truth truth,
    Map<String, Figure> figures,
    Map<String, String> noInterval,
    List<String> notes,
    Map<String, List<double[]>> curves,
    List<Kept> circuits,
    Evidence evidence,
    Costs costs) {

  /**
   * What was asked: plug-ins as on the command line.
   *
   * @param selection the rule that made circuits of scores; {@code search} where a search decided
   */
  public record Key(
      String model,
      String task,
      String strategy,
      String metric,
      String ablation,
      String selection,
      long seed) {

    /** All but the strategy and its selection: what cells are compared within. */
    Key setting() {
      return new Key(model, task, "", metric, ablation, "", seed);
    }

    /** All but the ablation and the seed: what a circuit should not depend on. */
    Key anywhere() {
      return new Key(model, task, strategy, metric, "each", selection, 0);
    }

    /** The strategy, and the selection where it is not the usual one. */
    public String contender() {
      return selection.equals("absolute") || selection.equals("search")
          ? strategy
          : strategy + " (" + selection + ")";
    }
  }

  /**
   * What was asked for beside the usual.
   *
   * @param estimates of each edge, beside what was measured
   * @param distributions of scores in and out of the circuit that is known
   * @param lambdas of edges of which much was expected, or was wrongly
   */
  public record Evidence(
      List<Estimate> estimates, List<Distribution> distributions, List<LambdaCurve> lambdas) {

    /** Nothing. */
    static final Evidence NONE = new Evidence(List.of(), List.of(), List.of());
  }

  static Costs costs(Cost cost) {
    return new Costs(
        cost.forwardPasses(),
        cost.backwardPasses(),
        cost.forwardPasses() + 2 * cost.backwardPasses(),
        cost.tests(),
        cost.untested());
  }

  /** A case that came to nothing. */
  static Cell without(Case of, Status status, String reason) {
    return new Cell(
        of.id(),
        of.key(),
        status,
        reason,
        0,
        0,
        null,
        null,
        Map.of(),
        Map.of(),
        List.of(),
        Map.of(),
        List.of(),
        Evidence.NONE,
        costs(Cost.NOTHING));
  }

  /** The same as others see it: with intervals instead of what they were made from. */
  ComparedCell compared() {
    Map<String, ComparedCell.Figure> shown = new LinkedHashMap<>();
    figures.forEach((name, figure) -> shown.put(name, figure.compared()));
    Map<String, List<Point>> drawn = new LinkedHashMap<>();
    curves.forEach(
        (name, points) ->
            drawn.put(name, points.stream().map(p -> new Point(p[0], p[1])).toList()));
    return new ComparedCell(
        id,
        key.model(),
        key.task(),
        key.metric(),
        key.ablation(),
        key.seed(),
        key.strategy(),
        key.selection(),
        key.contender(),
        status,
        reason,
        prompts,
        heldOutPrompts,
        graph,
        truth,
        shown,
        noInterval,
        notes,
        drawn,
        circuits,
        costs);
  }

  /** The circuit that single figures are of; nothing if there is none. */
  public Optional<Kept> mainCircuit() {
    return circuits.stream().filter(Kept::main).findFirst();
  }
}
