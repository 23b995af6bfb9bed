@NullMarked
package dev.patchbay.plugins.task;

import org.jspecify.annotations.NullMarked;
