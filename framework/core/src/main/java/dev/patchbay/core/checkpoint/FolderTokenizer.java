package dev.patchbay.core.checkpoint;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.Token;
import dev.patchbay.spi.model.Tokenizer;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The tokenizer of a folder, run by the tokenizers library. Its files have been read. */
final class FolderTokenizer implements Tokenizer, AutoCloseable {

  /** Texts are taken whole: what the file says about cutting and filling is for training. */
  private static final Map<String, String> WHOLE =
      Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "false");

  private final HuggingFaceTokenizer library;
  private final Optional<Token> bos;
  private final boolean addsBos;
  private final int size;

  FolderTokenizer(
      TokenizerDefinition definition, TokenizerSettings settings, CheckpointConfig config) {
    this.size = definition.size();
    this.library = open(definition);
    this.bos = bos(definition, settings, config);
    this.addsBos = bos.isPresent() && settings.addsBos().orElseGet(this::templateAddsBos);
  }

  private static HuggingFaceTokenizer open(TokenizerDefinition definition) {
    try {
      byte[] json = JsonFile.JSON.writeValueAsBytes(definition.json());
      return HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), WHOLE);
    } catch (IOException | RuntimeException e) {
      throw PatchbayException.failed(
          "%s: the tokenizers library refuses this tokenizer (%s)."
              .formatted(definition.origin(), e.getMessage()),
          "Save the tokenizer again with a current version of transformers.",
          e);
    } catch (LinkageError e) {
      throw PatchbayException.failed(
          "The tokenizers library cannot be loaded on this machine (%s).".formatted(e.getMessage()),
          "Give prompts as token ids.",
          e);
    }
  }

  private Optional<Token> bos(
      TokenizerDefinition definition, TokenizerSettings settings, CheckpointConfig config) {
    Optional<String> spelling = settings.token("bos_token");
    if (spelling.isPresent()) {
      OptionalInt id = definition.id(spelling.get());
      return id.isPresent()
          ? Optional.of(new Token(id.getAsInt(), spelling.get()))
          : Optional.empty();
    }
    int id = config.integer("bos_token_id", -1);
    return settings.names("bos_token") || id < 0 || id >= size
        ? Optional.empty()
        : Optional.of(new Token(id, decode(List.of(id))));
  }

  private boolean templateAddsBos() {
    long[] ids = library.encode("a", true, false).getIds();
    return ids.length > 0 && bos.isPresent() && ids[0] == bos.get().id();
  }

  @Override
  public List<Token> encode(String text) {
    Encoding encoding = encoding(text);
    long[] ids = encoding.getIds();
    String[] pieces = encoding.getTokens();
    List<Token> tokens = new ArrayList<>(ids.length);
    for (int i = 0; i < ids.length; i++) {
      tokens.add(new Token(Math.toIntExact(ids[i]), pieces[i]));
    }
    return tokens;
  }

  /** A vocabulary of words without one for the unknown refuses what it does not know. */
  private Encoding encoding(String text) {
    try {
      return library.encode(text, false, false);
    } catch (RuntimeException e) {
      throw PatchbayException.failed(
          "The tokenizer cannot read '%s' (%s).".formatted(text, e.getMessage()),
          "Its vocabulary lacks a word of it: use others.",
          e);
    }
  }

  @Override
  public String decode(List<Integer> ids) {
    return library.decode(ids.stream().mapToLong(Integer::longValue).toArray(), false);
  }

  @Override
  public Optional<Token> bos() {
    return bos;
  }

  @Override
  public boolean addsBos() {
    return addsBos;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void close() {
    library.close();
  }
}
