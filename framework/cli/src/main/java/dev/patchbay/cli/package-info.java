/**
 * The {@code patchbay} command: its words, what it shows while it works, what it prints at the end.
 * Knows plug-ins and exporters only by what the framework lists.
 */
@NullMarked
package dev.patchbay.cli;

import org.jspecify.annotations.NullMarked;
