/** Files of prompts, and prompts of tasks that are text. */
@NullMarked
package dev.patchbay.model.prompts;

import org.jspecify.annotations.NullMarked;
