package dev.patchbay.cli;

import dev.patchbay.catalog.PluginLoader;

/** A user at a console of the real command. */
final class RealSession extends Session {

  RealSession() {
    super(PluginLoader::load);
  }
}
