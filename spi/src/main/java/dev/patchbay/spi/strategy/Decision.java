package dev.patchbay.spi.strategy;

/**
 * What a search decided about something that it asked about, whether a run was needed to answer or
 * not.
 *
 * @param edge the edge's name, or {@code a1.h3<v> direct} for a whole input
 * @param lossBefore the loss of the circuit with it
 * @param lossWithout the loss of the circuit without it
 * @param removed what was decided
 */
public record Decision(String edge, double lossBefore, double lossWithout, boolean removed) {}
