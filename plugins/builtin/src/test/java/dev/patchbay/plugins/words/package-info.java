@NullMarked
package dev.patchbay.plugins.words;

import org.jspecify.annotations.NullMarked;
