package dev.patchbay.study;

import dev.patchbay.study.Study.Contender;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The strategies of a study file: each a name, or a name with thresholds or metrics of its own. */
record StudyContenders(YamlValue yaml) {

  static final List<String> KNOWN = List.of("name", "thresholds", "metrics");
  static final List<String> GRID = List.of("from", "to", "count");

  /** More runs than anybody waits for: a slip of the pen. */
  private static final int MOST_THRESHOLDS = 1000;

  /**
   * Digits that a threshold between two ends keeps: what a power and a product lose to rounding is
   * far below, so that a thousandth reads 0.001.
   */
  private static final MathContext DIGITS = new MathContext(12);

  /** What is left of {@code [eap-acdc:keep=.3,order=repo]} after the comma. */
  private static final Pattern CUT_OFF = Pattern.compile("[\\w-]+\\s*=.*");

  /** The contenders in their order, no two of them the same. */
  List<Contender> list() {
    List<Contender> contenders = new ArrayList<>();
    for (YamlValue item : yaml.items()) {
      Contender contender = contender(item);
      for (Contender before : contenders) {
        refuseTwice(item, contender, before);
      }
      contenders.add(contender);
    }
    return contenders;
  }

  private static void refuseTwice(YamlValue item, Contender contender, Contender before) {
    boolean sameMetric =
        contender.metrics().equals(before.metrics())
            || !Collections.disjoint(contender.metrics(), before.metrics());
    if (contender.strategy().equals(before.strategy()) && sameMetric) {
      throw item.wrong(
          "the strategy '%s' is given twice for the same metric.".formatted(contender.strategy()),
          "Omit one, give it other options, or put all thresholds into one list.");
    }
  }

  private static Contender contender(YamlValue item) {
    if (item.scalar()) {
      return new Contender(name(item), List.of(), List.of());
    }
    YamlValue.Fields fields = item.fields(KNOWN);
    String name =
        name(
            fields.required(
                "name", "Write 'name: acdc', and beside it its thresholds or metrics."));
    return new Contender(
        name,
        fields.optional("thresholds", StudyContenders::thresholds, List.of()),
        fields.optional("metrics", StudyFile::names, List.of()));
  }

  private static String name(YamlValue value) {
    String name = value.text();
    if (CUT_OFF.matcher(name).matches()) {
      throw value.wrong(
          "'%s' is not the name of a strategy.".formatted(name),
          "In brackets a comma begins the next item: put a name with options in quotes, or on a"
              + " line of its own after '- '.");
    }
    return name;
  }

  private static List<Double> thresholds(YamlValue thresholds) {
    return thresholds.list()
        ? StudyFile.distinct(thresholds, threshold -> threshold.number().doubleValue())
        : grid(thresholds);
  }

  private static List<Double> grid(YamlValue grid) {
    YamlValue.Fields fields = grid.fields(GRID);
    String advice = "Write {from: 1e-4, to: 1, count: 9}, or a list: [0.01, 0.1].";
    double from = positive(fields.required("from", advice));
    double to = positive(fields.required("to", advice));
    if (from >= to) {
      throw grid.wrong(
          "the thresholds lead from %s to %s.".formatted(from, to), "Give the smaller one first.");
    }
    YamlValue asked = fields.required("count", advice);
    return logarithmic(from, to, asked.count(2, MOST_THRESHOLDS));
  }

  /** The numbers {@code from · (to / from)^(i / (count − 1))}, the ends exact. */
  static List<Double> logarithmic(double from, double to, int count) {
    double logRatio = Math.log(to) - Math.log(from);
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              if (i == 0) {
                return from;
              }
              double between = from * Math.exp(logRatio * i / (count - 1));
              return i == count - 1 ? to : new BigDecimal(between).round(DIGITS).doubleValue();
            })
        .toList();
  }

  private static double positive(YamlValue value) {
    double number = value.number().doubleValue();
    if (!(number > 0)) {
      throw value.wrong(
          "%s is not above 0: %s.".formatted(value.name(), number),
          "Thresholds between two ends are spaced by their logarithm; list others: [-0.01, 0].");
    }
    return number;
  }
}
