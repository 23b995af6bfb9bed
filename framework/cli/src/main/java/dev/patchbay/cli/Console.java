package dev.patchbay.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Where the command speaks: results on one stream, everything else on the other.
 *
 * @param out results
 * @param err progress, settings and errors
 * @param outIsTerminal whether a person reads {@code out}
 * @param errIsTerminal whether a person reads {@code err}
 * @param colour whether colours are welcome where a person reads
 * @param columns how wide the terminal is
 */
record Console(
    PrintStream out,
    PrintStream err,
    boolean outIsTerminal,
    boolean errIsTerminal,
    boolean colour,
    int columns) {

  private static final int USUAL_COLUMNS = 100;

  /** Ten lines of a terminal: what is longer echoes somebody's file. */
  private static final int LONGEST_MESSAGE = 1000;

  Console {
    // Results may be JSON, whose lines are whole however long they are: show fits the others.
    out = new VisibleStream(out, colour && outIsTerminal, Integer.MAX_VALUE, Integer.MAX_VALUE);
    err =
        new VisibleStream(err, false, LONGEST_MESSAGE, errIsTerminal ? columns : Integer.MAX_VALUE);
  }

  /**
   * The console of this process. Java cannot tell which stream is a terminal, so the start script
   * says it: {@code -Dpatchbay.terminal=out,err} and {@code -Dpatchbay.columns=120}.
   */
  static Console ofProcess() {
    boolean windows =
        System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("windows");
    // Terminals elsewhere speak UTF-8 whatever the locale says: "C" in a container, mostly.
    Charset charset = windows ? Charset.defaultCharset() : StandardCharsets.UTF_8;
    return of(
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, charset),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, charset),
        System.getenv(),
        name -> System.getProperty(name, ""));
  }

  static Console of(
      PrintStream out,
      PrintStream err,
      Map<String, String> environment,
      UnaryOperator<String> properties) {
    String terminal = properties.apply("patchbay.terminal");
    boolean colour =
        environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !"dumb".equals(environment.get("TERM"));
    return new Console(
        out,
        err,
        terminal.contains("out"),
        terminal.contains("err"),
        colour,
        columns(properties.apply("patchbay.columns")));
  }

  private static int columns(String word) {
    return word.matches("[1-9]\\d{1,3}") ? Integer.parseInt(word) : USUAL_COLUMNS;
  }

  /** Results for a person to read; where one reads them, each line fits the terminal. */
  void show(List<String> lines) {
    lines.stream().flatMap(line -> Fitted.of(line, room()).stream()).forEach(out::println);
  }

  /** A result of one line, likewise. */
  void show(String line) {
    show(List.of(line));
  }

  /** A result: for machines as JSON, for a person as lines. */
  void answer(boolean json, Supplier<String> forMachines, Supplier<List<String>> forPeople) {
    if (json) {
      out.println(forMachines.get());
    } else {
      show(forPeople.get());
    }
  }

  /** Everything that is not a result: settings, notes, errors. */
  void tell(String text) {
    err.println(text);
  }

  /** How wide a table may be: the terminal's width, or any where nobody looks on. */
  int room() {
    return outIsTerminal ? columns : Integer.MAX_VALUE;
  }

  /** How text on {@code out} is set off. */
  Paint paint() {
    return new Paint(colour && outIsTerminal);
  }

  /**
   * Text set off by escape codes, or left as it is.
   *
   * @param on whether there are codes
   */
  record Paint(boolean on) {

    /** What is read first. */
    String strong(String text) {
      return wrap("1", text);
    }

    /** What is read last. */
    String faint(String text) {
      return wrap("2", text);
    }

    private String wrap(String code, String text) {
      return on ? "\u001B[" + code + "m" + text + "\u001B[0m" : text;
    }
  }
}
