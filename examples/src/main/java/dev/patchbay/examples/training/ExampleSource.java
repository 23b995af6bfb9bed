package dev.patchbay.examples.training;

import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Texts of one task, drawn one after the other. */
interface ExampleSource {

  /** The task's name. */
  String task();

  /** The next text. */
  Example draw(SplittableRandom random);

  /** Texts for training. */
  default Stream<Example> training(SplittableRandom random) {
    return Stream.generate(() -> draw(random)).filter(example -> !example.heldOut());
  }

  /** Texts for exams: training never sees their combinations. */
  default Stream<Example> heldOut(SplittableRandom random) {
    return Stream.generate(() -> draw(random))
        .filter(example -> example.heldOut() && example.decided());
  }
}
