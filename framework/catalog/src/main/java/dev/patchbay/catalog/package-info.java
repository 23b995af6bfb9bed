/**
 * Finding plug-ins, once, and ending in an immutable {@link dev.patchbay.catalog.PluginCatalog}.
 */
@NullMarked
package dev.patchbay.catalog;

import org.jspecify.annotations.NullMarked;
