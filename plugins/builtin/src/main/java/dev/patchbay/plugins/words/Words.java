package dev.patchbay.plugins.words;

import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The word lists of the tasks IOI, Greater-Than and Docstring, in the order of the reference
 * repository, and the vocabulary that is made of them.
 *
 * <p>Lists: Conmy et al. 2023, Towards Automated Circuit Discovery, arXiv:2304.14997.
 */
public final class Words {

  private static final List<String> NAMES = read("names");
  private static final List<String> PLACES = read("places");
  private static final List<String> OBJECTS = read("objects");
  private static final List<String> IOI_TEMPLATES = read("ioi-templates");
  private static final List<String> EVENTS = read("events");
  private static final List<String> VARIABLES = read("variables");
  private static final List<String> NOUNS = read("nouns");

  /** Nouns in {@link #vocabulary}; all of them would double its size. */
  private static final int NOUNS_IN_VOCABULARY = 100;

  /** Pieces of sentences, of years and of code; a leading blank belongs to its word. */
  private static final List<String> FRAMES =
      List.of(
          (",|.|Then|After|Afterwards|When|While|The|Friends| Afterwards| and| the| a| to|"
                  + " went| gave| had| lot| of| fun| at| were| working| decided| give| thinking|"
                  + " about| going| wanted| long| argument| afterwards| said| got| it| commuting|"
                  + " lunch| found| lasted| from| year|\n|\n   |\n\n   |def|self|param|(|):| \"\"\"|"
                  + " :|:")
              .split("\\|"));

  /** Words of no task, so that an answer is not one of few. */
  private static final List<String> FILLERS =
      List.of(
          "!", "?", ";", " is", " was", " are", " be", " been", " not", " in", " on", " for",
          " with", " by", " that", " this", " he", " she", " they", " we", " you", " I", " his",
          " her", " their", " but", " or", " as", " if", " so", " one", " two", " three", " new",
          " old", " good", " small", " great", " day", " week", " people", " world", " home",
          " book", " made", " took", " saw", " came", " left", " years");

  private static final List<String> VOCABULARY = pieces();

  private Words() {}

  /** 99 first names. */
  public static List<String> names() {
    return NAMES;
  }

  /** 8 places: store, garden, … */
  public static List<String> places() {
    return PLACES;
  }

  /** 8 objects: ring, kiss, … */
  public static List<String> objects() {
    return OBJECTS;
  }

  /** 15 sentences about [A], [B], a [PLACE] and an [OBJECT]; [B] is named first, and twice. */
  public static List<String> ioiTemplates() {
    return IOI_TEMPLATES;
  }

  /** 120 nouns of things that last: war, plan, … */
  public static List<String> events() {
    return EVENTS;
  }

  /** 111 names of variables: data, name, … */
  public static List<String> variables() {
    return VARIABLES;
  }

  /** 687 nouns: price, control, … */
  public static List<String> nouns() {
    return NOUNS;
  }

  /**
   * The pieces that the embedded models know; a piece's place is its id. It covers every template
   * of the three tasks, all their names, places, objects, events and variables, the centuries 11 to
   * 17, the hundred two-digit pieces, and the first hundred nouns, with and without the blank
   * before them. The order never changes: it is part of the models' weights.
   */
  public static List<String> vocabulary() {
    return VOCABULARY;
  }

  private static List<String> pieces() {
    Set<String> pieces = new LinkedHashSet<>();
    pieces.add(WordTokenizer.BOS);
    pieces.addAll(FRAMES);
    for (List<String> words : List.of(NAMES, PLACES, OBJECTS, EVENTS, VARIABLES)) {
      words.forEach(word -> pieces.add(" " + word));
    }
    IntStream.rangeClosed(11, 17).forEach(century -> pieces.add(" " + century));
    IntStream.range(0, 100).forEach(year -> pieces.add(String.format(Locale.ROOT, "%02d", year)));
    for (String noun : NOUNS.subList(0, NOUNS_IN_VOCABULARY)) {
      pieces.add(" " + noun);
      pieces.add(noun);
    }
    pieces.addAll(FILLERS);
    return List.copyOf(pieces);
  }

  private static List<String> read(String list) {
    try (InputStream file = Words.class.getResourceAsStream(list + ".txt")) {
      if (file == null) {
        throw new IllegalStateException("The word list " + list + " is missing from the jar.");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw PatchbayException.failed(
          "The word list '%s' cannot be read (%s).".formatted(list, e.getMessage()),
          "Is Patchbay's jar damaged?",
          e);
    }
  }
}
