package dev.patchbay.plugins.architecture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.model.folder.FolderSource;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.testkit.ArchitectureContract.ReferenceLogits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The tiny models with which the whole command is compared with transformers, too. */
final class GoldenModel {

  private static final Path MODELS =
      Path.of(
          "..", "..", "framework", "whole-runs", "src", "test", "resources", "golden", "models");

  private GoldenModel() {}

  static Checkpoint checkpoint(String model) {
    return new FolderSource().open(MODELS.resolve(model).toString()).orElseThrow();
  }

  /** The first prompt, and what the model's own code predicts after it. */
  static ReferenceLogits reference(String model) {
    try {
      JsonNode golden =
          new ObjectMapper().readTree(MODELS.resolve(model).resolve("golden.json").toFile());
      JsonNode logits = golden.get("clean_logits_last").get(0);
      List<Integer> prompt = new ArrayList<>();
      golden.get("clean").get(0).forEach(id -> prompt.add(id.intValue()));
      List<Double> predicted = new ArrayList<>();
      logits.forEach(logit -> predicted.add(logit.asDouble()));
      return new ReferenceLogits(prompt, predicted);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
