package dev.patchbay.cli;

import dev.patchbay.catalog.PluginCatalog;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** A user at a console: types a command, reads both streams. */
class Session {

  final Interruption interruption = new Interruption();
  private final Function<List<Path>, PluginCatalog> plugins;
  private final boolean terminal;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** A user who has made-up plug-ins alone. */
  Session() {
    this(folders -> MadeUp.CATALOG);
  }

  Session(Function<List<Path>, PluginCatalog> plugins) {
    this(plugins, false);
  }

  /**
   * @param terminal whether the user reads the results on a terminal, one without colours
   */
  Session(Function<List<Path>, PluginCatalog> plugins, boolean terminal) {
    this.plugins = plugins;
    this.terminal = terminal;
  }

  /** Runs the command and answers its exit code. */
  int type(String... words) {
    out.reset();
    err.reset();
    Console console =
        new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            terminal,
            false,
            !terminal,
            100);
    return Patchbay.execute(console, plugins, interruption, words);
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
