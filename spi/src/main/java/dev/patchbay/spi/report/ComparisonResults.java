package dev.patchbay.spi.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a comparison of strategies came to: what its {@code results.json} holds, name by name.
 *
 * @param title what the comparison is about, in a few words
 * @param description the question, in some sentences; may be empty
 * @param command what asks it again
 * @param provenance what the numbers came from
 * @param cells each strategy in each setting, in the order in which they were asked
 * @param overlaps how far contenders found the same circuit
 * @param differences what lies between any two contenders of a setting
 * @param studies how good estimates of effects are, where that was asked
 * @param costs the text of {@code costs.csv}, which says what the cells took; nothing where it is
 *     not there: equal results may have taken different times
 */
public record ComparisonResults(
    String title,
    String description,
    String command,
    Origin provenance,
    List<ComparedCell> cells,
    List<Overlap> overlaps,
    List<Difference> differences,
    EstimateStudies studies,
    @Nullable String costs) {

  public ComparisonResults {
    cells = List.copyOf(cells);
    overlaps = List.copyOf(overlaps);
    differences = List.copyOf(differences);
  }

  /**
   * What the numbers came from.
   *
   * @param engine name and version of the tensor engine
   * @param system operating system and processor type
   * @param dtype type of the models' numbers
   * @param threads threads of one tensor operation
   * @param resamples how often prompts were drawn again for each interval
   */
  public record Origin(
      String patchbay,
      String engine,
      String java,
      String system,
      String dtype,
      int threads,
      int resamples) {}

  /**
   * How far contenders of one setting found the same circuit.
   *
   * @param strategies the contenders
   * @param jaccard of any two of them, the share of the edges of both circuits together that both
   *     have
   */
  public record Overlap(
      String model,
      String task,
      String metric,
      String ablation,
      long seed,
      List<String> strategies,
      List<List<Double>> jaccard) {

    public Overlap {
      strategies = List.copyOf(strategies);
      jaccard = jaccard.stream().map(List::copyOf).toList();
    }
  }

  /**
   * A figure of one contender less that of another of its setting, on the same resampled prompts.
   *
   * @param figure the figure's name
   * @param a the one contender
   * @param b the other
   * @param difference a's less b's
   * @param low where its 95 % interval begins; nothing where it has none
   * @param high where it ends
   * @param distinguishable whether it is more than chance; not corrected for many pairs
   */
  public record Difference(
      String model,
      String task,
      String metric,
      String ablation,
      long seed,
      String figure,
      String a,
      String b,
      double difference,
      @Nullable Double low,
      @Nullable Double high,
      boolean distinguishable) {}
}
