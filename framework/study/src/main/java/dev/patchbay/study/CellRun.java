package dev.patchbay.study;

import dev.patchbay.core.discovery.Workspace;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.GraphShape;
import dev.patchbay.spi.report.ComparedCell.GraphSize;
import dev.patchbay.spi.report.ComparedCell.Kept;
import dev.patchbay.spi.report.ComparedCell.Status;
import dev.patchbay.spi.report.ComparedCell.Truth;
import dev.patchbay.spi.report.Rounding;
import dev.patchbay.spi.run.Progress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Makes the cells of one setting: the model is loaded once, and a contender asked once. */
final class CellRun {

  /** Edges of a circuit of which a cell lists the names: more than that nobody can look at. */
  private static final int MOST_NAMES = 2000;

  /** The share of the edges that a circuit gets where no truth says how many: one of MIB's. */
  private static final double USUAL_SHARE = .05;

  private final Study study;
  private final Workspace workspace;
  private final Contest contest;
  private final CircuitFigures ofCircuits;
  private final DiscoveryFigures ofDiscovery;
  private final Criteria criteria;
  private final int size;
  private final Map<ThresholdSweep, ContenderResult> answers = new HashMap<>();

  CellRun(Study study, Workspace workspace, Map<String, ContenderResult> given, Progress progress) {
    this.study = study;
    this.workspace = workspace;
    this.contest = new Contest(workspace, given, progress);
    this.size =
        workspace
            .truth()
            .map(Circuit::size)
            .orElse((int) (USUAL_SHARE * workspace.graph().edgeCount()));
    int prompts = workspace.heldOut() == 0 ? workspace.prompts() : workspace.heldOut();
    int resamples = study.bootstrap().resamples();
    long seed = workspace.request().seed();
    Rounding rounding = workspace.request().rounding();
    MeasuredCircuits metric = new MeasuredCircuits(workspace.graph(), workspace::metric, rounding);
    this.criteria =
        new Criteria(study.examine(), metric, workspace.comparesWithFullModel(), seed, progress);
    this.ofCircuits =
        new CircuitFigures(
            metric,
            new MeasuredCircuits(workspace.graph(), workspace::divergence, rounding),
            new Bootstrap(prompts, resamples, seed),
            prompts,
            size,
            study.prune() ? Circuit::pruned : circuit -> circuit);
    this.ofDiscovery =
        new DiscoveryFigures(
            contest,
            new Bootstrap(workspace.prompts(), resamples, seed),
            study.bootstrap().rediscover(),
            workspace.truth(),
            size);
  }

  /**
   * The cell of a case.
   *
   * @throws dev.patchbay.spi.plugin.PatchbayException if the user stops it, or the strategy refuses
   */
  Cell cell(Case of) {
    ContenderResult answer = answers.computeIfAbsent(of.sweep(), contest::ask);
    List<Circuit> circuits =
        (answer.isSearch() ? answer.kept() : List.of(answer.circuit(of.rule(), size)))
            .stream().map(ofCircuits.prune()).toList();
    int main = ContenderResult.nearest(circuits, size);
    CellSketch sketch = new CellSketch();
    ofDiscovery.sketch(of, answer, sketch);
    if (study.runsCircuits()) {
      ofCircuits.sketch(of, answer, circuits, circuits.get(main), sketch);
    }
    criteria.sketch(circuits.get(main), sketch);
    Cell.Evidence evidence = evidence(of, answer, sketch);
    GraphShape shape = workspace.graph().shape();
    return new Cell(
        of.id(),
        of.key(),
        Status.DONE,
        null,
        workspace.prompts(),
        workspace.heldOut(),
        new GraphSize(
            shape.nLayers(),
            shape.nHeads(),
            shape.kvReceivers(),
            shape.mlps(),
            workspace.graph().edgeCount()),
        workspace.truth().map(t -> new Truth(t.size(), t.edgeNames())).orElse(null),
        sketch.figures(),
        sketch.noInterval(),
        List.copyOf(sketch.notes()),
        sketch.curves(),
        kept(answer, circuits, main),
        evidence,
        Cell.costs(answer.cost()));
  }

  /** How long the contender of a case took; 0 before its cell is made. */
  double seconds(Case of) {
    ContenderResult answer = answers.get(of.sweep());
    return answer == null ? 0 : answer.seconds();
  }

  private Cell.Evidence evidence(Case of, ContenderResult answer, CellSketch sketch) {
    if (answer.isSearch() || !study.examine().estimates().contains(of.sweep().words())) {
      return Cell.Evidence.NONE;
    }
    ContenderResult exact = answers.computeIfAbsent(Estimates.EXACT, contest::ask);
    return new Estimates(workspace, of.key()).of(answer.scores(), exact.scores(), sketch);
  }

  private List<Kept> kept(ContenderResult answer, List<Circuit> circuits, int main) {
    return IntStream.range(0, circuits.size())
        .mapToObj(
            i -> {
              Circuit circuit = circuits.get(i);
              return new Kept(
                  answer.isSearch() ? answer.labels().get(i) : circuit.size() + " edges",
                  circuit.size(),
                  i == main,
                  workspace.truth().map(t -> t.and(circuit).size()).orElse(null),
                  circuit.size() > MOST_NAMES ? List.of() : circuit.edgeNames());
            })
        .toList();
  }
}
