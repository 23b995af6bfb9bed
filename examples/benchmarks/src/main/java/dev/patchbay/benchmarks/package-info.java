/**
 * What passes, scores and searches cost, beside what they must cost: {@link
 * dev.patchbay.benchmarks.Benchmark} names what is measured, {@link
 * dev.patchbay.benchmarks.Workbench} is the model and the prompts that it is measured on. Behind
 * the command {@code patchbay bench}.
 */
@NullMarked
package dev.patchbay.benchmarks;

import org.jspecify.annotations.NullMarked;
