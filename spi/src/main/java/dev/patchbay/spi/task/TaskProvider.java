package dev.patchbay.spi.task;

import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.Plugin;

/** Makes a {@link Task}. */
public interface TaskProvider extends Plugin {

  /** The task with these options. */
  Task create(Options options);
}
