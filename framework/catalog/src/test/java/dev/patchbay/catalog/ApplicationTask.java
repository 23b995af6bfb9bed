package dev.patchbay.catalog;

import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PluginDescriptor;
import dev.patchbay.spi.task.Task;
import dev.patchbay.spi.task.TaskProvider;

/** A task of the application, registered nowhere: found only if a jar's services file names it. */
public final class ApplicationTask implements TaskProvider {

  @Override
  public PluginDescriptor descriptor() {
    return new PluginDescriptor("application", "A task.", "none", "none");
  }

  @Override
  public Task create(Options options) {
    throw new AssertionError("Nothing runs here.");
  }
}
