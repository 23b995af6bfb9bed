/** What the built-in plug-ins have in common. */
@NullMarked
package dev.patchbay.plugins;

import org.jspecify.annotations.NullMarked;
