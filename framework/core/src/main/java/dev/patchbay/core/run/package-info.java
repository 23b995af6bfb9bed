/**
 * A whole run as one call: {@link dev.patchbay.core.run.CircuitDiscovery} takes a {@link
 * dev.patchbay.core.run.RunRequest} and answers with a {@link dev.patchbay.core.run.RunOutcome}.
 */
@NullMarked
package dev.patchbay.core.run;

import org.jspecify.annotations.NullMarked;
