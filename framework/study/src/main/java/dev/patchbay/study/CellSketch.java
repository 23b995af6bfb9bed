package dev.patchbay.study;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A cell's numbers, as they come. */
final class CellSketch {

  private final Map<String, Figure> figures = new LinkedHashMap<>();
  private final Map<String, String> noInterval = new TreeMap<>();
  private final Set<String> notes = new LinkedHashSet<>();
  private final Map<String, List<double[]>> curves = new LinkedHashMap<>();

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

  Map<String, Figure> figures() {
    return figures;
  }

  Map<String, String> noInterval() {
    return noInterval;
  }

  List<String> notes() {
    return List.copyOf(notes);
  }

  Map<String, List<double[]>> curves() {
    return curves;
  }
}
