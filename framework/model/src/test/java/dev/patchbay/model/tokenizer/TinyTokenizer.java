package dev.patchbay.model.tokenizer;

import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.Tokenizer;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A tokenizer of 30 tokens: it knows " Mary", " John" and "John" as one, "Mary" as two. */
public final class TinyTokenizer {

  public static final int SIZE = 30;
  public static final int BOS = 0;

  private TinyTokenizer() {}

  /** Puts the tokenizer's files of these names into a folder. */
  public static void copy(Path folder, String... names) throws IOException {
    for (String name : names) {
      Files.writeString(folder.resolve(name), read(name));
    }
  }

  public static String read(String name) throws IOException {
    try {
      return Files.readString(
          Path.of(TinyTokenizer.class.getResource("/tokenizer/" + name).toURI()));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The tokenizer of a folder whose config.json is empty. */
  public static Tokenizer open(Path folder) {
    return open(folder, Map.of());
  }

  public static Tokenizer open(Path folder, Map<String, Object> config) {
    return FolderTokenizer.in(folder, new CheckpointConfig("config.json", config)).orElseThrow();
  }

  /** A model that reads and predicts so many tokens. */
  public static ModelSpec model(int vocabulary) {
    return ModelSpec.builder("toy")
        .nLayers(1)
        .nHeads(1)
        .dModel(4)
        .dHead(4)
        .dVocab(vocabulary)
        .nCtx(64)
        .norm(ModelSpec.Norm.NONE, 0)
        .build();
  }
}
