package dev.patchbay.plugins.task;

import java.util.List;

/**
 * A clean and a corrupted text.
 *
 * @param clean the prompt
 * @param corrupted its twin
 * @param swaps the words in which they differ, in the order of the text
 * @param right right next words
 * @param wrong wrong next words
 */
record Twins(
    String clean, String corrupted, List<Swap> swaps, List<String> right, List<String> wrong) {}
