@NullMarked
package dev.patchbay.core.checkpoint;

import org.jspecify.annotations.NullMarked;
