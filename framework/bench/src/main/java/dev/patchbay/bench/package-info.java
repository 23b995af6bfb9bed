/**
 * What passes, scores and searches cost, beside what they must cost: {@link
 * dev.patchbay.bench.Benchmark} names what is measured, {@link dev.patchbay.bench.Workbench} is the
 * model and the prompts that it is measured on. Behind the command {@code patchbay bench}.
 */
@NullMarked
package dev.patchbay.bench;

import org.jspecify.annotations.NullMarked;
