/** Another Java beside this one. */
@NullMarked
package dev.patchbay.model.process;

import org.jspecify.annotations.NullMarked;
