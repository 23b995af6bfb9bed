package dev.patchbay.core.discovery;

import dev.patchbay.core.run.RunRequest;
import dev.patchbay.core.run.Selection;
import dev.patchbay.model.weights.KeyValueInputs;
import dev.patchbay.model.weights.PositionNode;
import dev.patchbay.model.weights.WeightForm;
import dev.patchbay.spi.graph.EdgeScores.Ranking;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.report.Provenance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The words that make a run again: whatever its numbers hang on, defaults included. */
final class RunCommand {

  private RunCommand() {}

  /**
   * The words after {@code patchbay}. Of a folder or a file its last name alone: where it lies is
   * its owner's business, and the hashes in the provenance say whether it is the same.
   */
  static List<String> words(ResolvedRequest resolved, Provenance provenance) {
    RunRequest request = resolved.request();
    List<String> words = new ArrayList<>(List.of("discover", "--model", model(request.model())));
    if (request.prompts().isPresent()) {
      words.addAll(List.of("--prompts", lastName(request.prompts().get())));
      words.addAll(List.of("--bos", Options.word(request.bos())));
    } else {
      words.addAll(List.of("--task", request.task()));
    }
    words.addAll(List.of("--strategy", resolved.strategy().use().toString()));
    words.addAll(List.of("--metric", resolved.metric().use().toString()));
    words.addAll(List.of("--ablation", resolved.ablation().use().toString()));
    selection(request.selection(), words);
    form(request, words);
    words.addAll(List.of("--device", provenance.device(), "--dtype", provenance.dataType()));
    words.addAll(List.of("--batch-size", String.valueOf(provenance.batchSize())));
    words.addAll(List.of("--threads", String.valueOf(provenance.threads())));
    words.addAll(List.of("--seed", String.valueOf(provenance.seed())));
    return List.copyOf(words);
  }

  private static void selection(Selection selection, List<String> words) {
    selection.edges().ifPresent(edges -> words.addAll(List.of("--edges", String.valueOf(edges))));
    selection
        .threshold()
        .ifPresent(least -> words.addAll(List.of("--threshold", String.valueOf(least))));
    if (selection.ranking() == Ranking.SIGNED) {
      words.add("--signed");
    }
  }

  private static void form(RunRequest request, List<String> words) {
    if (request.form().inputs() == KeyValueInputs.PER_GROUP) {
      words.addAll(List.of("--kv", "group"));
    }
    if (request.form().weights() == WeightForm.TRANSFORMER_LENS) {
      words.addAll(List.of("--weights", "transformer-lens"));
    }
    if (request.form().positions() != PositionNode.OF_MODEL) {
      words.addAll(
          List.of("--positions", request.form().positions().name().toLowerCase(Locale.ROOT)));
    }
  }

  private static String model(String reference) {
    // A name with options may hold what no path can.
    return reference.contains(":") || !Files.isDirectory(Path.of(reference))
        ? reference
        : lastName(Path.of(reference));
  }

  private static String lastName(Path path) {
    Path name = path.toAbsolutePath().normalize().getFileName();
    return name == null ? path.toString() : name.toString();
  }
}
