package dev.patchbay.cli;

import dev.patchbay.catalog.PluginLoader;

/** A user at a console of the real command. */
final class RealSession extends Session {

  RealSession() {
    this(false);
  }

  /**
   * @param terminal whether the user reads the results on a terminal of 100 columns
   */
  RealSession(boolean terminal) {
    super(PluginLoader::load, terminal);
  }
}
