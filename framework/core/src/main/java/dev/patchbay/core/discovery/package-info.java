/**
 * How a run goes: names are resolved, a model is opened, a strategy discovers, a circuit is
 * selected and judged. Each step is a small class; {@link
 * dev.patchbay.core.discovery.CircuitDiscovery} puts them in order.
 */
@NullMarked
package dev.patchbay.core.discovery;

import org.jspecify.annotations.NullMarked;
