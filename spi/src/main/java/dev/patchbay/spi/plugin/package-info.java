/**
 * What every plug-in has in common: a {@link dev.patchbay.spi.plugin.PluginDescriptor}, {@link
 * dev.patchbay.spi.plugin.Options} bound to a validated record, and errors that say what to do.
 */
@NullMarked
package dev.patchbay.spi.plugin;

import org.jspecify.annotations.NullMarked;
