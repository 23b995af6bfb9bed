package dev.patchbay.model.tokenizer;

import dev.patchbay.model.process.JavaProcess;
import dev.patchbay.spi.model.Token;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The tokenizers library in a process of its own. A fault of its native code ends its process: a
 * regular expression that backtracks without end, or a damaged table, ends that one and not ours.
 */
final class GuardedSpeller implements Speller {

  private static final String ADVICE =
      "A regular expression or a table of the tokenizer is not fit for it: give prompts as token"
          + " ids, or put another tokenizer into the folder.";

  /** The longest text is spelt in seconds: what takes longer runs on. */
  private static final Duration LONGEST = Duration.ofMinutes(1);

  /** Four GiB of addresses: the largest vocabularies and the process itself take half of them. */
  private static final String MOST_KIBIBYTES = "4194304";

  private static final Path SHELL = Path.of("/bin/sh");

  private final Path origin;
  private final byte[] json;
  private final Duration longest;
  private final Path complaint;
  private @Nullable Process process;

  /**
   * @throws IOException if the library refuses it
   */
  GuardedSpeller(Path origin, byte[] json) throws IOException {
    this(origin, json, LONGEST);
  }

  GuardedSpeller(Path origin, byte[] json, Duration longest) throws IOException {
    this.origin = origin;
    this.json = json;
    this.longest = longest;
    this.complaint = Files.createTempFile("patchbay-tokenizer", ".txt");
    try {
      start();
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private Process start() throws IOException {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(SHELL)) {
      // Where a system has no such limit, the time alone bounds it.
      String bounded = "ulimit -v %s 2>/dev/null; exec \"$0\" \"$@\"".formatted(MOST_KIBIBYTES);
      command.addAll(List.of(SHELL.toString(), "-c", bounded));
    }
    command.addAll(
        JavaProcess.of(
                SpellingProcess.class,
                List.of(
                    "-Xmx1g",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:-CreateCoredumpOnCrash",
                    "-Dai.djl.offline=true",
                    "-DOPT_OUT_TRACKING=true"))
            .command());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("RUST_BACKTRACE", "0");
    Process started = builder.redirectError(complaint.toFile()).start();
    process = started;
    String refusal = asked("", out -> SpellingProcess.write(out, json), SpellingProcess::readText);
    if (!refusal.isEmpty()) {
      throw new IOException(refusal);
    }
    return started;
  }

  @Override
  public synchronized List<Token> encode(String text) {
    return asked(
        text,
        out -> {
          out.writeByte(SpellingProcess.ENCODE);
          SpellingProcess.write(out, text);
        },
        in -> {
          int size = in.readInt();
          if (size < 0) {
            throw new IllegalArgumentException(SpellingProcess.readText(in));
          }
          List<Token> tokens = new ArrayList<>(size);
          for (int i = 0; i < size; i++) {
            tokens.add(new Token(in.readInt(), SpellingProcess.readText(in)));
          }
          return tokens;
        });
  }

  @Override
  public synchronized String decode(List<Integer> ids) {
    return asked(
        "tokens " + ids,
        out -> {
          out.writeByte(SpellingProcess.DECODE);
          out.writeInt(ids.size());
          for (int id : ids) {
            out.writeInt(id);
          }
        },
        SpellingProcess::readText);
  }

  private interface Question {
    void write(DataOutputStream out) throws IOException;
  }

  private interface Answer<T> {
    T read(DataInputStream in) throws IOException;
  }

  private <T> T asked(String what, Question question, Answer<T> answer) {
    try {
      Process asked = process == null ? start() : process;
      DataOutputStream out =
          new DataOutputStream(new BufferedOutputStream(asked.getOutputStream()));
      question.write(out);
      out.flush();
    } catch (IOException e) {
      throw broken(what, e);
    }
    return answer(what, answer);
  }

  private <T> T answer(String what, Answer<T> answer) {
    Process asked = process;
    if (asked == null) {
      throw new IllegalStateException("no process is asked");
    }
    CompletableFuture<Process> late =
        new CompletableFuture<Process>()
            .completeOnTimeout(asked, longest.toMillis(), TimeUnit.MILLISECONDS);
    var unused = late.thenAccept(Process::destroyForcibly);
    try {
      // Nothing is read ahead: each question is answered before the next is put.
      return answer.read(new DataInputStream(asked.getInputStream()));
    } catch (IOException e) {
      throw late.cancel(false) ? broken(what, e) : tooLong(what, e);
    } finally {
      late.cancel(false);
    }
  }

  private PatchbayException tooLong(String what, IOException e) {
    end();
    return PatchbayException.failed(
        "%s: the tokenizers library has not finished%s after %s seconds."
            .formatted(origin, over(what), longest.toSeconds()),
        ADVICE,
        e);
  }

  private PatchbayException broken(String what, IOException e) {
    end();
    return PatchbayException.failed(
        "%s: the tokenizers library broke down%s (%s).".formatted(origin, over(what), lastWords()),
        ADVICE,
        e);
  }

  private static String over(String what) {
    return what.isEmpty() ? "" : " over " + Quoted.text(what);
  }

  /** What the library says when it gives up: below where that was; or that there is no memory. */
  private String lastWords() {
    try {
      List<String> lines = Files.readAllLines(complaint);
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).contains("panicked at") && i + 1 < lines.size()) {
          return lines.get(i + 1).strip();
        }
        if (lines.get(i).startsWith("memory allocation of")) {
          return lines.get(i).strip();
        }
      }
    } catch (IOException e) {
      // Then it has said nothing that can be read.
    }
    return "it said nothing";
  }

  private void end() {
    Process ended = process;
    process = null;
    if (ended != null) {
      ended.destroyForcibly();
      // Its last words are complete when it is gone.
      ended.onExit().join();
    }
  }

  @Override
  public synchronized void close() {
    end();
    try {
      Files.deleteIfExists(complaint);
    } catch (IOException e) {
      // A file of a few lines among the temporary ones.
    }
  }
}
