package dev.patchbay.cli;

import dev.patchbay.bench.Measurement;
import java.util.Optional;

/**
 * How figures moved: each the new one over the old.
 *
 * @param name of the benchmark
 * @param ratio seconds over the reference's: what travels from machine to machine
 * @param seconds what it took
 * @param peak the process's most memory; nothing where a system did not say
 * @param bound a search's seconds over its bound's
 */
record BenchChange(
    String name, double ratio, double seconds, Optional<Double> peak, Optional<Double> bound) {

  static BenchChange of(Measurement before, Measurement now) {
    return new BenchChange(
        now.name(),
        now.ratio() / before.ratio(),
        now.seconds() / before.seconds(),
        before.peakBytes() > 0 && now.peakBytes() > 0
            ? Optional.of((double) now.peakBytes() / before.peakBytes())
            : Optional.empty(),
        now.search()
            .flatMap(here -> before.search().map(there -> here.boundRatio() / there.boundRatio())));
  }
}
