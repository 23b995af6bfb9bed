package dev.patchbay.spi.report;

/**
 * The metric of the circuit of the edges with the largest |score|.
 *
 * @param edges how many
 * @param metric mean over prompts, the circuit run as it is given
 */
public record CurvePoint(int edges, double metric) {}
