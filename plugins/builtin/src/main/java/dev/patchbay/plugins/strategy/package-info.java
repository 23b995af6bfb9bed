/** The built-in strategies, one file each. */
@NullMarked
package dev.patchbay.plugins.strategy;

import org.jspecify.annotations.NullMarked;
