package dev.patchbay.cli;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A small GPT-2 of random weights with a tokenizer of 30 tokens beside it. */
final class TextModel {

  private static final Path MODEL =
      Path.of("..", "whole-runs", "src", "test", "resources", "golden", "models", "gpt2-tiny");

  private TextModel() {}

  /** Makes the folder. */
  static Path in(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> files = Files.list(MODEL)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    Files.copy(resource("/tokenizer/tokenizer.json"), folder.resolve("tokenizer.json"));
    Files.writeString(
        folder.resolve("tokenizer_config.json"), "{\"bos_token\": \"<|endoftext|>\"}");
    return folder;
  }

  private static Path resource(String name) {
    try {
      return Path.of(TextModel.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
