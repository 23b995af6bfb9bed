package dev.patchbay.study;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A cell's numbers, as they come. */
record CellSketch(
    Map<String, Figure> figures,
    Map<String, String> noInterval,
    Set<String> notes,
    Map<String, List<double[]>> curves) {

  CellSketch() {
    this(new LinkedHashMap<>(), new TreeMap<>(), new LinkedHashSet<>(), new LinkedHashMap<>());
  }

  /** Adds a figure, unless it is undefined. */
  void put(String name, Figure figure) {
    if (Double.isFinite(figure.value())) {
      figures.put(name, figure);
    }
  }

  /** Says why a figure has no interval. */
  void without(String name, String reason) {
    noInterval.put(name, reason);
  }

  /** Says what a reader of the figures must know, in a sentence. */
  void note(String sentence) {
    notes.add(sentence);
  }

  void curve(String name, List<double[]> points) {
    curves.put(name, points);
  }
}
