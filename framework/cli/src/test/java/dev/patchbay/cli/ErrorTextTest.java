package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a user reads when something is wrong: the whole text. */
class ErrorTextTest {

  private final Session session = new Session();

  static Stream<Arguments> wrongCommandLines() {
    return Stream.of(
        wrong(
            "discoverr",
            "There is no command 'discoverr'. Did you mean 'discover'?",
            "'patchbay --help' shows what there is."),
        wrong(
            "discover --edgs 3",
            "'patchbay discover' has no option '--edgs'. Did you mean '--edges'?",
            "'patchbay discover --help' shows what there is."),
        wrong(
            "discover --zzzzzzzz=3",
            "'patchbay discover' has no option '--zzzzzzzz'.",
            "'patchbay discover --help' shows what there is."),
        wrong(
            "discover now",
            "'patchbay discover' does not know what to do with 'now'.",
            "'patchbay discover --help' shows what there is."),
        wrong("discover --edges many", "--edges cannot be 'many'.", "Give it a whole number."),
        wrong("discover --edges 2.5", "--edges cannot be '2.5'.", "Give it a whole number."),
        wrong(
            "discover --seed 99999999999999999999",
            "--seed cannot be '99999999999999999999'.",
            "Give it a whole number."),
        wrong("discover --threshold small", "--threshold cannot be 'small'.", "Give it a number."),
        wrong(
            "discover --edges",
            "--edges is given without N.",
            "'patchbay discover --help' shows what there is."),
        wrong("discover --seed 1 --seed 2", "--seed is given twice.", "Give it once."),
        wrong("discover --out=", "--out cannot be ''.", "Give it DIR."),
        wrong("discover --prompts=", "--prompts cannot be ''.", "Give it FILE."),
        wrong("discover --plugins=", "--plugins cannot be ''.", "Give it DIR."),
        wrong("compare --out=", "--out cannot be ''.", "Give it DIR."),
        wrong("exam --out=", "--out cannot be ''.", "Give it DIR."),
        wrong("export --format dot --output=", "--output cannot be ''.", "Give it FILE."),
        wrong("truth ioi --scores=", "--scores cannot be ''.", "Give it FILE."),
        wrong("bench --against=", "--against cannot be ''.", "Give it FILE."),
        wrong(
            "discover --edges 5 --threshold .1",
            "--edges 5 and --threshold 0.1 are both given.",
            "A circuit is chosen by one of them: omit the other."),
        wrong("discover --edges -1", "--edges is -1.", "Give it a whole number from 0."),
        wrong("discover --threshold NaN", "--threshold is NaN.", "Give a finite number: 0.01."),
        wrong(
            "discover --threshold -Infinity",
            "--threshold is -Infinity.",
            "Give a finite number: 0.01."),
        wrong(
            "discover --signed",
            "--signed says how edges are ranked, but neither --edges nor --threshold is given.",
            "Add one of them: --edges 40 --signed."),
        wrong(
            "discover --batch-size 0",
            "--batch-size is 0.",
            "Give it a whole number from 1 to 10000000."),
        wrong(
            "discover --batch-size 2147483647",
            "--batch-size is 2147483647.",
            "Give it a whole number from 1 to 10000000."),
        wrong(
            "discover --threads 100000",
            "--threads is 100000.",
            "Give it a whole number from 0 to 1024."),
        wrong(
            "compare --threads 100000",
            "--threads is 100000.",
            "Give it a whole number from 0 to 1024."),
        wrong(
            "compare --resamples 1000000000",
            "--resamples is 1000000000.",
            "Give it a whole number from 0 to 100000."),
        wrong(
            "compare --rediscover 1001",
            "--rediscover is 1001.",
            "Give it a whole number from 0 to 1000."),
        wrong(
            "models toy --prompts-count 999999999",
            "--prompts-count is 999999999.",
            "Give it a whole number from 1 to 10000000."),
        wrong(
            "discover --threads -1", "--threads is -1.", "Give it a whole number from 0 to 1024."),
        wrong(
            "discover --dtype float36",
            "--dtype cannot be 'float36'. Did you mean 'float32' or 'float64'?",
            "Give it one of: float32, float64."),
        wrong(
            "discover --verify ful",
            "--verify cannot be 'ful'. Did you mean 'full'?",
            "Give it one of: baseline, full, off."),
        wrong(
            "discover --device tpu",
            "There is no device 'tpu'.",
            "Devices are named cpu, gpu0, gpu1, ..."),
        wrong(
            "discover --task a --prompts b.json",
            "--task a and --prompts b.json are both given.",
            "Prompts come from one of them: omit the other."),
        wrong(
            "discover --prompts no-such.json",
            "There is no prompt file 'no-such.json'.",
            "--prompts takes a JSON or CSV file; paths count from the current folder."),
        wrong(
            "export",
            "'patchbay export' lacks --format and REPORT.",
            "'patchbay export --help' shows what there is."),
        wrong(
            "export no-such.json --format dot",
            "There is no report 'no-such.json'.",
            "'patchbay discover' writes one into its --out folder."),
        wrong("models toy --length 0", "--length is 0.", "Give it a whole number from 1."),
        wrong(
            "models toy --prompts-count -2",
            "--prompts-count is -2.",
            "Give it a whole number from 1 to 10000000."),
        wrong(
            "models toy --length 9",
            "--length is 9, but the model reads at most 8 tokens.",
            "Give it a whole number from 1 to 8."),
        wrong(
            "models toy --dtype float36",
            "--dtype cannot be 'float36'. Did you mean 'float32' or 'float64'?",
            "Give it one of: float32, float64."),
        wrong(
            "plugins siewe",
            "There is no plug-in 'siewe'. Did you mean 'sieve'?",
            "'patchbay plugins' lists them."));
  }

  private static Arguments wrong(String words, String problem, String advice) {
    return Arguments.of(words, problem + "\n" + advice + "\n");
  }

  @ParameterizedTest
  @MethodSource("wrongCommandLines")
  void execute_wrongWords_saysWhatAndWhatToDo(String words, String text) {
    int exitCode = session.type(words.split(" "));

    assertThat(session.err()).isEqualTo(text);
    assertThat(session.out()).isEmpty();
    assertThat(exitCode).isEqualTo(2);
  }

  static Stream<Arguments> troubles() {
    return Stream.of(
        trouble(PatchbayException.usage("No.", "Do."), 2, "No.", "Do."),
        trouble(PatchbayException.failed("No.", "Do."), 1, "No.", "Do."),
        trouble(PatchbayException.check("No.", "Do."), 3, "No.", "Do."),
        trouble(
            PatchbayException.interrupted(),
            130,
            "Stopped.",
            "Nothing was written; start the run again."),
        trouble(
            new IllegalStateException("wrapped", PatchbayException.failed("No.", "Do.")),
            1,
            "No.",
            "Do."),
        trouble(
            new IllegalStateException("first line\nsecond line"),
            1,
            "Patchbay failed unexpectedly: IllegalStateException: first line",
            "Run again with --debug to see where, and report it."),
        trouble(
            new OutOfMemoryError("Java heap space"),
            1,
            "Memory ran out: Java heap space.",
            "Use a smaller --batch-size, or more memory: JAVA_OPTS=-Xmx8g patchbay ..."),
        trouble(
            new StackOverflowError(),
            1,
            "Patchbay failed unexpectedly: a call went too deep (stack overflow).",
            "Run again with --debug and report what it prints."),
        trouble(
            new IllegalStateException("engine", new UnsatisfiedLinkError("libtorch.so: no")),
            1,
            "The native tensor library does not load: libtorch.so: no.",
            "It needs 64-bit Linux (glibc), macOS on ARM or Windows, and room in the folder"
                + " ~/.djl.ai."),
        trouble(
            new UncheckedIOException(new IOException("No space left on device")),
            1,
            "A file could not be read or written: No space left on device.",
            "Check that the disk has room and the folder's permissions."));
  }

  private static Arguments trouble(Throwable trouble, int exitCode, String problem, String advice) {
    return Arguments.of(trouble, exitCode, problem + "\n" + advice + "\n");
  }

  @ParameterizedTest
  @MethodSource("troubles")
  void execute_trouble_isTwoLinesAndAnExitCode(Throwable trouble, int expectedCode, String text) {
    Session session =
        new Session(
            folders -> {
              throw ErrorTextTest.<RuntimeException>sneaky(trouble);
            });

    int exitCode = session.type("discover");

    assertThat(session.err()).endsWith(text).doesNotContain("\tat ");
    assertThat(session.out()).isEmpty();
    assertThat(exitCode).isEqualTo(expectedCode);
  }

  @Test
  void execute_debug_addsTheStackTrace() {
    Session session =
        new Session(
            folders -> {
              throw new IllegalStateException("odd");
            });

    session.type("discover", "--debug");

    assertThat(session.err()).contains("IllegalStateException: odd").contains("\tat ");
  }

  @Test
  void execute_interruptedRun_writesNothing(@TempDir Path folder) {
    Session real = new RealSession();
    real.interruption.request();

    int exitCode = real.type("discover", "--model", "induction", "--out", folder.toString());

    assertThat(exitCode).as(real.err()).isEqualTo(130);
    assertThat(folder).isEmptyDirectory();
  }

  /** Throws what a lambda may not: errors and exceptions alike. */
  @SuppressWarnings("unchecked")
  private static <T extends Throwable> RuntimeException sneaky(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
