/**
 * What a run is asked and what it gives: 'CircuitDiscovery' takes a {@link
 * dev.patchbay.core.run.RunRequest} and answers with a {@link dev.patchbay.core.run.RunOutcome}.
 */
@NullMarked
package dev.patchbay.core.run;

import org.jspecify.annotations.NullMarked;
