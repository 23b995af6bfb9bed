package dev.patchbay.plugins.task;

/**
 * A word of the clean prompt and what is in its place in the corrupted twin.
 *
 * @param from the word, as it is one token: with its blank
 * @param to the other word
 */
record Swap(String from, String to) {}
