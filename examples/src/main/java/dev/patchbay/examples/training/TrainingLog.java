package dev.patchbay.examples.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The training curve: a line for each exam.
 *
 * @param file where it is kept, as CSV
 * @param rows what has been learnt so far
 */
record TrainingLog(Path file, List<Row> rows) {

  private static final String COLUMNS =
      "step,seconds,rate,loss,ioi,docstring,greater_than,probability_difference";

  /**
   * One exam.
   *
   * @param step how many steps were done
   * @param seconds how long they took, exams included
   * @param rate the learning rate of the last one
   * @param loss the mean loss since the row before, in nats a token
   * @param exam what came of it
   */
  record Row(int step, double seconds, double rate, double loss, Exam.Result exam) {

    private String csv() {
      return String.format(
          Locale.ROOT,
          "%s,%.0f,%.2e,%.4f,%.4f,%.4f,%.4f,%.4f",
          step,
          seconds,
          rate,
          loss,
          exam.ioi(),
          exam.docstring(),
          exam.greaterThan(),
          exam.probabilityDifference());
    }

    private static Row parse(String line) {
      double[] numbers =
          List.of(line.split(",", -1)).stream().mapToDouble(Double::parseDouble).toArray();
      return new Row(
          (int) numbers[0],
          numbers[1],
          numbers[2],
          numbers[3],
          new Exam.Result(numbers[4], numbers[5], numbers[6], numbers[7]));
    }
  }

  /** An empty curve. */
  static TrainingLog fresh(Path file) {
    return new TrainingLog(file, new ArrayList<>());
  }

  /** The curve up to a step; what follows was not saved and is learnt again. */
  static TrainingLog until(int step, Path file) throws IOException {
    return new TrainingLog(
        file,
        new ArrayList<>(
            Files.readAllLines(file).stream()
                .skip(1)
                .map(Row::parse)
                .filter(row -> row.step() <= step)
                .toList()));
  }

  /** Seconds until the last exam. */
  double seconds() {
    return rows.isEmpty() ? 0 : rows.get(rows.size() - 1).seconds();
  }

  /** Adds an exam and writes the file again. */
  void add(Row row) throws IOException {
    rows.add(row);
    StringBuilder csv = new StringBuilder(COLUMNS).append('\n');
    rows.forEach(each -> csv.append(each.csv()).append('\n'));
    WholeFiles.write(file, csv.toString());
  }
}
