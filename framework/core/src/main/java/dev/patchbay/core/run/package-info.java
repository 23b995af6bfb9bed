/**
 * What a run is asked, a {@link dev.patchbay.core.run.RunRequest}, what it is about to do, a {@link
 * dev.patchbay.core.run.RunPlan}, and what it gives, a {@link dev.patchbay.core.run.RunOutcome}.
 */
@NullMarked
package dev.patchbay.core.run;

import org.jspecify.annotations.NullMarked;
