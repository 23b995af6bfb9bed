/** A circuit on prompts: what its nodes read and write, kept and brought up to date. */
@NullMarked
package dev.patchbay.engine.circuit;

import org.jspecify.annotations.NullMarked;
