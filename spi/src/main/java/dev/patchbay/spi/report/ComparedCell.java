package dev.patchbay.spi.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one strategy came to in one setting of a comparison. Plug-ins are named as on the command
 * line.
 *
 * @param id a name of its own
 * @param model the model
 * @param task the task
 * @param metric the metric
 * @param ablation what stands in for absent edges
 * @param seed of whatever draws
 * @param strategy the strategy
 * @param selection the rule that made circuits of its scores; {@code search} where a search decided
 * @param contender the strategy, and the selection where that is not the usual one
 * @param status what became of it
 * @param reason why it was refused or failed; else nothing
 * @param prompts on which the strategy ran
 * @param heldOutPrompts on which its circuits were judged; 0 where these are the same
 * @param graph the model's; nothing where the cell is not done
 * @param truth the circuit that is known; nothing where none is
 * @param figures numbers by name
 * @param noInterval why a figure has no interval, where that is worth a word
 * @param notes what a reader of the figures must know, a sentence each
 * @param curves points in the order in which they are drawn, by name
 * @param circuits those that were measured; of a search one for each threshold
 * @param costs what finding them took
 */
public record ComparedCell(
    String id,
    String model,
    String task,
    String metric,
    String ablation,
    long seed,
    String strategy,
    String selection,
    String contender,
    Status status,
    @Nullable String reason,
    int prompts,
    int heldOutPrompts,
    @Nullable GraphSize graph,
    @Nullable Truth truth,
    Map<String, Figure> figures,
    Map<String, String> noInterval,
    List<String> notes,
    Map<String, List<Point>> curves,
    List<Kept> circuits,
    Costs costs) {

  public ComparedCell {
    figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    noInterval = Collections.unmodifiableMap(new LinkedHashMap<>(noInterval));
    notes = List.copyOf(notes);
    curves = Collections.unmodifiableMap(new LinkedHashMap<>(curves));
    circuits = List.copyOf(circuits);
  }

  /** What became of a strategy in a setting; as text, the word that {@code results.json} has. */
  public enum Status {
    /** It was measured. */
    DONE("done"),
    /** The strategy does not do this. */
    REFUSED("refused"),
    /** An error. */
    FAILED("failed");

    private final String word;

    Status(String word) {
      this.word = word;
    }

    @Override
    public String toString() {
      return word;
    }
  }

  /**
   * A number.
   *
   * @param low where its 95 % interval begins; nothing where it has none
   * @param high where it ends
   */
  public record Figure(double value, @Nullable Double low, @Nullable Double high) {}

  /**
   * A point of a curve or a picture.
   *
   * @param x its value across
   * @param y its value upwards
   */
  public record Point(double x, double y) {}

  /**
   * A graph's size.
   *
   * @param kvHeads key inputs of a layer
   */
  public record GraphSize(int layers, int heads, int kvHeads, boolean mlps, int edges) {}

  /**
   * A circuit that is known.
   *
   * @param names its edges
   */
  public record Truth(int edges, List<String> names) {

    public Truth {
      names = List.copyOf(names);
    }
  }

  /**
   * A circuit that a strategy kept.
   *
   * @param label what makes it, in words
   * @param main whether the figures of a single circuit are of this one
   * @param hits how many of its edges are in the circuit that is known; nothing where none is
   * @param edges their names; empty where they are too many to look at
   */
  public record Kept(
      String label, int size, boolean main, @Nullable Integer hits, List<String> edges) {

    public Kept {
      edges = List.copyOf(edges);
    }
  }

  /**
   * What finding circuits took.
   *
   * @param passesEquivalent all of it in forward passes: a backward pass counts as two, as it has
   *     twice the arithmetic
   * @param tests edges that a search tested
   * @param untested edges that it decided without
   */
  public record Costs(
      double forwardPasses,
      double backwardPasses,
      double passesEquivalent,
      long tests,
      long untested) {}
}
