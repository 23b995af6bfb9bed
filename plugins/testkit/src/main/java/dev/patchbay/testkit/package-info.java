/**
 * What every plug-in must keep, as tests to extend: {@link dev.patchbay.testkit.StrategyContract}
 * and its siblings, with {@link dev.patchbay.testkit.TinyModels} and {@link
 * dev.patchbay.testkit.TinyExperiment} to run them on.
 */
@NullMarked
package dev.patchbay.testkit;

import org.jspecify.annotations.NullMarked;
