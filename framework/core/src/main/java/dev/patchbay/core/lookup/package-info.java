/**
 * Models and tasks by name, and what can be said of them before a weight is read: what a model is,
 * how it reads a text, what a task asks of it.
 */
@NullMarked
package dev.patchbay.core.lookup;

import org.jspecify.annotations.NullMarked;
