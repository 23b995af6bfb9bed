package dev.patchbay.core.journal;

import dev.patchbay.core.journal.JournalEntry.Kind;
import dev.patchbay.core.report.OutputFolder;
import dev.patchbay.engine.search.SearchNotes;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The file of what a run has found: first what the run is, a line {@code name = value} each, then
 * after an empty line the answers to a search, one after the other, or the scores of a method that
 * scores. Each line proves itself: {@link JournalText}.
 *
 * <p>Every line reaches the file when it is written, so that whatever ends the process costs one
 * answer at most. The disk itself is waited for once a second, as a search may answer a thousand
 * times in one: a power cut costs the answers of the last second.
 */
public final class SearchJournal implements SearchNotes, AutoCloseable {

  private static final long SYNC_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Path file;
  private final FileChannel channel;
  private final Writer out;
  private final JournalText.Proof proof;
  private final Deque<JournalEntry> past;
  private long synced = System.nanoTime();

  private SearchJournal(
      Path file, FileChannel channel, JournalText.Proof proof, List<JournalEntry> past) {
    this.file = file;
    this.channel = channel;
    this.out = new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8));
    this.proof = proof;
    this.past = new ArrayDeque<>(past);
  }

  /** Begins a journal; one that is there is overwritten. */
  public static SearchJournal begin(Path file, Map<String, String> run) {
    return write(file, run, List.of());
  }

  /**
   * Goes on with the journal of an interrupted run; begins one where there is none, or none that
   * says of which run it is.
   *
   * @param run all that decides what the run does and finds
   * @param say told of what is damaged
   * @throws PatchbayException if the journal is that of another run, or cannot be read
   */
  public static SearchJournal resume(Path file, Map<String, String> run, Consumer<String> say) {
    if (!Files.exists(file)) {
      return begin(file, run);
    }
    JournalText text;
    try {
      text = JournalText.of(Files.readAllBytes(file));
    } catch (IOException e) {
      throw PatchbayException.failed(
          "The journal '%s' cannot be read (%s).".formatted(file, e.getMessage()),
          "Run again without --resume to begin anew.",
          e);
    }
    if (text.damaged() > 0) {
      say.accept(
          text.run().isEmpty()
              ? "journal: '%s' is damaged or empty: the run begins anew".formatted(file)
              : "journal: line %s of '%s' is damaged: what follows is asked again"
                  .formatted(Integer.toString(text.damaged()), file));
    }
    if (!text.run().isEmpty()) {
      checkSame(file, text.run(), run);
    }
    return write(file, run, text.entries());
  }

  private static void checkSame(Path file, Map<String, String> written, Map<String, String> run) {
    for (Map.Entry<String, String> field : run.entrySet()) {
      String before = written.getOrDefault(field.getKey(), "");
      if (!before.equals(field.getValue())) {
        throw PatchbayException.failed(
            "The journal '%s' is of another run: its %s is '%s', this run's is '%s'."
                .formatted(file, field.getKey(), before, field.getValue()),
            "Give the options of that run, another --out, or no --resume to begin anew.");
      }
    }
  }

  /** Writes anew what is known, so that a torn last line is gone, and leaves the file open. */
  private static SearchJournal write(
      Path file, Map<String, String> run, List<JournalEntry> entries) {
    JournalText.Proof proof = new JournalText.Proof();
    StringBuilder text = new StringBuilder(JournalText.head(run, proof));
    entries.forEach(entry -> text.append(proof.line(entry.line())));
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    Path whole = file.toAbsolutePath();
    OutputFolder.open(Objects.requireNonNull(whole.getParent()))
        .put(String.valueOf(whole.getFileName()), out -> out.write(bytes));
    try {
      return new SearchJournal(
          file, FileChannel.open(file, StandardOpenOption.APPEND), proof, entries);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private static PatchbayException unwritable(Path file, IOException e) {
    return PatchbayException.failed(
        "The journal '%s' cannot be written (%s).".formatted(file, e.getMessage()),
        "Make room, or give another folder with --out.",
        e);
  }

  /**
   * {@inheritDoc}
   *
   * @throws PatchbayException if something else was asked then
   */
  @Override
  public OptionalDouble known(Question question, int... edges) {
    JournalEntry next = past.poll();
    if (next == null) {
      return OptionalDouble.empty();
    }
    if (!next.answers(Kind.valueOf(question.name()), edges)) {
      throw PatchbayException.failed(
          "The journal '%s' does not fit: it has '%s' where the search now asks for another step."
              .formatted(file, next.line()),
          "The strategy may have changed since: run again without --resume.");
    }
    return OptionalDouble.of(next.loss());
  }

  @Override
  public void add(Question question, int[] edges, double loss) {
    try {
      write(JournalEntry.of(Kind.valueOf(question.name()), edges, loss));
      out.flush();
      if (System.nanoTime() - synced > SYNC_NANOS) {
        sync();
      }
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private void sync() throws IOException {
    channel.force(false);
    synced = System.nanoTime();
  }

  /** The scores that were kept; nothing if they are not there to the last. */
  public Optional<EdgeScores> scores(ComputationGraph graph) {
    JournalEntry last = past.peekLast();
    if (last == null || last.kind() != Kind.SCORED || last.loss() >= past.size()) {
      return Optional.empty();
    }
    double[] scores = new double[graph.edgeCount()];
    BitSet unscored = new BitSet();
    unscored.set(0, scores.length);
    past.stream()
        .skip(past.size() - 1 - (long) last.loss())
        .filter(entry -> entry.kind() == Kind.SCORE)
        .forEach(
            entry -> {
              scores[entry.edges().get(0)] = entry.loss();
              unscored.clear(entry.edges().get(0));
            });
    return Optional.of(EdgeScores.of(graph, scores, unscored));
  }

  /** Keeps the scores of a method that scores; the disk has them afterwards. */
  public void keep(EdgeScores scores) {
    try {
      for (int edge = 0; edge < scores.graph().edgeCount(); edge++) {
        if (scores.isScored(edge)) {
          write(JournalEntry.of(Kind.SCORE, new int[] {edge}, scores.valueOrZero(edge)));
        }
      }
      write(JournalEntry.of(Kind.SCORED, new int[0], scores.scoredCount()));
      out.flush();
      sync();
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private void write(JournalEntry entry) throws IOException {
    out.write(proof.line(entry.line()));
  }

  /** The run is complete and its results are safe: the journal has served. */
  public static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }
}
