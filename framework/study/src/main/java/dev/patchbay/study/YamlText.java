package dev.patchbay.study;

import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Reads a YAML file of plain values. Anchors and tags are refused, as nothing that is read here
 * needs them and both can do harm: an alias makes a small file large, a tag makes objects.
 */
final class YamlText {

  /** Some thousand lines: a file that somebody wrote has fewer. */
  private static final int MOST_BYTES = 1 << 18;

  /** Deeper than anything that is read here, and far less deep than the composer's stack. */
  private static final int MOST_DEPTH = 16;

  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setSchema(new CoreSchema()).build();

  private final Path file;

  private YamlText(Path file) {
    this.file = file;
  }

  /**
   * The value that a file holds.
   *
   * @throws PatchbayException if it cannot be read, is empty, or is not plain YAML
   */
  static YamlValue read(Path file) {
    return new YamlText(file).root();
  }

  private YamlValue root() {
    String text = text();
    try {
      refuseWhatIsNotPlain(text);
      Optional<Node> root = new Compose(SETTINGS).composeString(text);
      return new YamlValue(
          file,
          "the file",
          root.orElseThrow(
              () ->
                  PatchbayException.failed(
                      "%s: the file is empty.".formatted(file),
                      "Begin with 'title: …', 'models: […]' and 'strategies: […]'.")));
    } catch (MarkedYamlEngineException e) {
      throw invalid(e);
    } catch (YamlEngineException e) {
      throw PatchbayException.failed(
          "%s: not valid YAML (%s)."
              .formatted(file, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          "Correct it, or copy it again.",
          e);
    }
  }

  private PatchbayException invalid(MarkedYamlEngineException e) {
    int line = line(e.getProblemMark());
    return e.getProblem().contains("TAB")
        ? failed(line, "a tab, where YAML has blanks.", "Replace it with blanks.")
        : failed(
            line,
            "not valid YAML (%s).".formatted(e.getProblem()),
            "Look at that line and the one before it: an open quote or bracket, or a different depth"
                + " of indentation.");
  }

  private String text() {
    if (Files.isDirectory(file)) {
      throw PatchbayException.failed(
          "%s is a folder.".formatted(file), "Name a file in it, such as study.yaml.");
    }
    if (!Files.exists(file)) {
      throw PatchbayException.usage(
          "There is no study file '%s'.".formatted(file),
          "'patchbay compare' takes a YAML file, such as examples/studies/exam.yaml; paths count from"
              + " the current folder.");
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MOST_BYTES + 1);
    } catch (IOException e) {
      throw PatchbayException.failed(
          "%s: the file cannot be read (%s).".formatted(file, e.getClass().getSimpleName()),
          "Check that it exists and that you may read it.",
          e);
    }
    if (bytes.length > MOST_BYTES) {
      throw PatchbayException.failed(
          String.format(Locale.ROOT, "%s: the file has more than %,d bytes.", file, MOST_BYTES),
          "A study is a page of text: is it the right file?");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw PatchbayException.failed(
          "%s: the file is not UTF-8 text.".formatted(file),
          "Save it in UTF-8; is it the right file?",
          e);
    }
  }

  /** Looks at the events alone, before anything is built of them. */
  private void refuseWhatIsNotPlain(String text) {
    int depth = 0;
    for (Event event : new Parse(SETTINGS).parseString(text)) {
      if (event instanceof CollectionStartEvent && ++depth > MOST_DEPTH) {
        throw failed(
            line(event.getStartMark()),
            "lists and keys are nested more than %s deep.".formatted(MOST_DEPTH),
            "A study has at most four levels: is it the right file?");
      }
      if (event instanceof CollectionEndEvent) {
        depth--;
      }
      if (event instanceof AliasEvent
          || (event instanceof NodeEvent node && node.getAnchor().isPresent())) {
        throw failed(
            line(event.getStartMark()),
            "anchors (&name) and aliases (*name) are not read here.",
            "Write the value where it belongs, or in quotes if it is meant as text.");
      }
      tag(event)
          .ifPresent(
              tag -> {
                throw failed(
                    line(event.getStartMark()),
                    "tags are not read here: '%s'.".formatted(tag),
                    "Omit the tag, or put the value in quotes if it is meant as text.");
              });
    }
  }

  private static Optional<String> tag(Event event) {
    if (event instanceof ScalarEvent scalar) {
      return scalar.getTag();
    }
    return event instanceof CollectionStartEvent collection
        ? collection.getTag()
        : Optional.empty();
  }

  private static int line(Optional<Mark> mark) {
    return mark.map(Mark::getLine).orElse(0) + 1;
  }

  private PatchbayException failed(int line, String problem, String advice) {
    return PatchbayException.failed("%s, line %s: %s".formatted(file, line, problem), advice);
  }
}
