/**
 * Comparisons: strategies on models and tasks, what each of them is worth by every measure, and
 * whether a difference is more than chance.
 */
@NullMarked
package dev.patchbay.study;

import org.jspecify.annotations.NullMarked;
