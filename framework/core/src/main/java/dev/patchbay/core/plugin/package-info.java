/**
 * Finding plug-ins, once, and ending in an immutable {@link
 * dev.patchbay.core.plugin.PluginCatalog}.
 */
@NullMarked
package dev.patchbay.core.plugin;

import org.jspecify.annotations.NullMarked;
