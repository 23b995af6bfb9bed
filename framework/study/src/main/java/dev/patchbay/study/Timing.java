package dev.patchbay.study;

/**
 * What differs between equal cells.
 *
 * @param seconds how long the contender took to answer
 * @param peakBytes the most memory that the process had held by then; 0 where the system does not
 *     say
 */
public record Timing(double seconds, long peakBytes) {}
