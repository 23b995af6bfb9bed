package dev.patchbay.core.run;

import dev.patchbay.engine.passes.Cost;
import dev.patchbay.spi.report.CircuitReport;
import dev.patchbay.spi.strategy.DiscoveryResult;
import java.util.List;
import java.util.Map;

/**
 * What a run gave.
 *
 * @param report the result, without times
 * @param discovery what the strategy answered: decisions and tables beside the scores
 * @param cost what it spent, by phase: discover, evaluate, verify
 * @param seconds how long each phase took: load, and the phases of {@code cost}
 * @param checks what {@code --verify} proved, a sentence each
 */
public record RunOutcome(
    CircuitReport report,
    DiscoveryResult discovery,
    Map<String, Cost> cost,
    Map<String, Double> seconds,
    List<String> checks) {}
