package dev.patchbay.engine.readout;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.catalog.Guest;
import dev.patchbay.engine.tensor.Memo;
import dev.patchbay.engine.tensor.Numbers;
import dev.patchbay.engine.tensor.Packing;
import dev.patchbay.engine.tensor.Scratch;
import dev.patchbay.engine.tensor.SliceGroup;
import dev.patchbay.engine.tensor.SliceGroup.Member;
import dev.patchbay.engine.weights.LoadedModel;
import dev.patchbay.spi.metric.Metric;
import dev.patchbay.spi.metric.MetricTraits.Reads;
import dev.patchbay.spi.metric.Readout;
import dev.patchbay.spi.run.PromptBatch;
import dev.patchbay.spi.task.Answer;
import dev.patchbay.spi.task.PromptPair;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * From the last stream of a batch to a metric: the answer positions, and the columns of the
 * unembedding that the metric reads. No other logit is computed.
 *
 * <p>There is a row for each prompt and each of its answer positions. A prompt's value is the mean
 * over its rows: each row's value is divided by their number, so that sums over rows are sums over
 * prompts.
 */
public final class BatchReadout implements AutoCloseable {

  private final LoadedModel model;
  private final Metric metric;
  private final PromptBatch batch;
  private final Member member;
  private final boolean oftenUsed;
  private final NDManager manager;
  private final NDArray unembedding; // [d_model, token]
  private final NDArray bias; // [token]
  private final List<Answer> rows;
  private final NDArray answers; // [row, token]
  private final NDArray wrongAnswers; // [row, token]
  private final @Nullable NDArray shares; // [row], of its prompt; null where each has one row
  private final Memo<Long> packed = new Memo<>(); // shares of the unembedding
  private final Memo<Long> places = new Memo<>(); // by length: of the answers' rows [row]
  private @Nullable NDArray reference; // [row, token]

  public BatchReadout(LoadedModel model, Metric metric, PromptBatch batch) {
    this(model, metric, batch, Member.alone(), false);
  }

  private BatchReadout(
      LoadedModel model, Metric metric, PromptBatch batch, Member member, boolean oftenUsed) {
    this.model = model;
    this.oftenUsed = oftenUsed;
    this.member = member;
    this.metric = metric;
    this.batch = batch;
    this.manager = model.tensors().manager().newSubManager();
    this.rows = batch.pairs().stream().flatMap(pair -> pair.answers().stream()).toList();
    List<Integer> tokens = tokens();
    try (Scratch scratch = new Scratch()) {
      if (metric.traits().reads() == Reads.VOCABULARY) {
        this.unembedding = model.unembedding();
        this.bias = model.unembeddingBias();
      } else {
        NDArray columns =
            model
                .tensors()
                .integers(
                    tokens.stream().mapToLong(token -> token).toArray(), new Shape(tokens.size()));
        this.unembedding = own(model.unembedding().get(new NDIndex(":, {}", columns)));
        this.bias = own(model.unembeddingBias().get(new NDIndex("{}", columns)));
      }
      this.answers = own(indicator(tokens, Answer::right));
      this.wrongAnswers = own(indicator(tokens, Answer::wrong));
      this.shares = rows.size() == batch.size() ? null : own(shares());
    }
  }

  private List<Integer> tokens() {
    if (metric.traits().reads() == Reads.VOCABULARY) {
      return IntStream.range(0, model.spec().dVocabOut()).boxed().toList();
    }
    TreeSet<Integer> tokens = new TreeSet<>();
    for (Answer answer : rows) {
      tokens.addAll(answer.right());
      tokens.addAll(answer.wrong());
    }
    return List.copyOf(tokens);
  }

  private NDArray indicator(List<Integer> tokens, Function<Answer, List<Integer>> which) {
    double[] ones = new double[rows.size() * tokens.size()];
    for (int row = 0; row < rows.size(); row++) {
      for (int token : which.apply(rows.get(row))) {
        ones[row * tokens.size() + Collections.binarySearch(tokens, token)] = 1;
      }
    }
    return model.tensors().of(ones, new Shape(rows.size(), tokens.size()));
  }

  private NDArray shares() {
    double[] shares =
        batch.pairs().stream()
            .mapToInt(pair -> pair.answers().size())
            .flatMap(count -> IntStream.generate(() -> count).limit(count))
            .mapToDouble(count -> 1. / count)
            .toArray();
    return model.tensors().of(shares, new Shape(rows.size()));
  }

  public int batchSize() {
    return batch.size();
  }

  /** How many weights a row is multiplied with. */
  public long weights() {
    return unembedding.size();
  }

  /**
   * The same for some of the prompts, {@code from} to one below {@code to}; the caller's own.
   *
   * @param member of their slice: logits of the whole vocabulary are computed with the other slices
   * @param oftenUsed whether it pays to pack a large unembedding
   */
  public BatchReadout of(int from, int to, Member member, boolean oftenUsed) {
    List<PromptPair> some = batch.pairs().subList(from, to);
    BatchReadout part =
        new BatchReadout(model, metric, new PromptBatch(batch.index(), some), member, oftenUsed);
    if (reference != null) {
      int before = batch.pairs().subList(0, from).stream().mapToInt(p -> p.answers().size()).sum();
      int until = before + part.rows.size();
      part.compareWith(reference.get(new NDIndex().addSliceDim(before, until)));
    }
    return part;
  }

  private NDArray own(NDArray tensor) {
    tensor.attach(manager);
    return Scratch.release(tensor);
  }

  /** The answer position of each prompt, where each has one; else none. */
  public int[] onlyPositions() {
    return oneEach() ? rows.stream().mapToInt(Answer::position).toArray() : new int[0];
  }

  private boolean oneEach() {
    return rows.size() == batch.size();
  }

  /** The first position where an answer is read. */
  public int firstPosition() {
    return rows.stream().mapToInt(Answer::position).min().orElseThrow();
  }

  /**
   * The rows of a stream where the answers are read [..., row, d_model].
   *
   * @param stream [batch, pos, d_model], or of several candidates [candidate, batch, pos, d_model]:
   *     all positions, or the last ones, or of prompts with one answer each that one
   */
  public NDArray atAnswers(NDArray stream) {
    Shape shape = stream.getShape();
    int axis = shape.dimension() - 2;
    long length = shape.get(axis);
    if (oneEach() && length == 1) {
      return stream.squeeze(axis);
    }
    int position = rows.get(0).position();
    if (oneEach() && rows.stream().allMatch(row -> row.position() == position)) {
      long at = position - (batch.length() - length);
      return stream
          .get(new NDIndex().addEllipseDim().addSliceDim(at, at + 1).addAllDim())
          .squeeze(axis);
    }
    long width = shape.get(axis + 1);
    NDArray at = places.get(length, () -> places(length));
    NDArray chosen = // [candidate, row, d_model]
        stream.reshape(-1, batch.size() * length, width).get(new NDIndex(":, {}", at));
    return axis == 1 ? chosen.squeeze(0) : chosen;
  }

  /** The answers' rows among those of a stream over the last {@code length} positions [row]. */
  private NDArray places(long length) {
    long absent = batch.length() - length; // first positions, which the stream goes without
    long[] places =
        IntStream.range(0, batch.size())
            .boxed()
            .flatMapToLong(
                prompt ->
                    batch.pairs().get(prompt).answers().stream()
                        .mapToLong(answer -> prompt * length + answer.position() - absent))
            .toArray();
    return model.tensors().integers(places, new Shape(places.length));
  }

  /** Logits of the tokens that the metric reads [row, token], from {@link #atAnswers} rows. */
  public NDArray logits(NDArray rows) {
    NDArray normed = model.finalNorm().apply(rows);
    NDArray unbiased =
        member.product(
            normed, unembedding.size(), bias.size(), this::ofTokens, SliceGroup::columns);
    return model.logitCap().apply(unbiased.addi(bias));
  }

  private NDArray ofTokens(NDArray normed, long from, long to) {
    Packing packing = oftenUsed ? model.packing(unembedding.size()) : null;
    if (packing != null) {
      return packing.product(
          normed, packed.get(from, () -> packing.pack(columns(from, to)))); // from tells the share
    }
    return normed.matMul(columns(from, to));
  }

  private NDArray columns(long from, long to) {
    boolean all = to - from == bias.size();
    return all ? unembedding : unembedding.get(new NDIndex().addAllDim().addSliceDim(from, to));
  }

  /** Fixes what the metric compares with: the full model's logits on the clean prompts. */
  public void compareWith(NDArray logits) {
    reference = own(logits);
  }

  /** Whether {@link #compareWith} is still to come before anything can be read. */
  public boolean lacksReference() {
    return reference == null && metric.traits().comparesWithFullModel();
  }

  /** WriteSums of the metric [row] that add up to its sum over prompts, from {@link #atAnswers}. */
  public NDArray values(NDArray rows) {
    Readout readout = readout(rows);
    NDArray values = fitting(metric.values(readout), "values");
    finite(Numbers.sum(values), "values", readout);
    return shared(values);
  }

  /** The metric of each prompt, from {@link #atAnswers}. */
  public double[] valueOfEach(NDArray rows) {
    double[] parts = Numbers.toDoubles(values(rows));
    double[] values = new double[batch.size()];
    int row = 0;
    for (int prompt = 0; prompt < values.length; prompt++) {
      for (int answer = 0; answer < batch.pairs().get(prompt).answers().size(); answer++) {
        values[prompt] += parts[row++];
      }
    }
    return values;
  }

  /** WriteSums of the loss [row] that add up to its sum over prompts, from {@link #atAnswers}. */
  public NDArray losses(NDArray rows) {
    return shared(fitting(metric.losses(readout(rows)), "losses"));
  }

  /**
   * The loss, summed over prompts, of each of several candidates.
   *
   * @param rows {@link #atAnswers} of each [candidate, row, d_model]
   */
  public double[] lossSums(NDArray rows) {
    NDArray logits = logits(rows);
    double[] sums = new double[(int) rows.getShape().get(0)];
    for (int candidate = 0; candidate < sums.length; candidate++) {
      Readout readout = compared(logits.get(candidate));
      NDArray losses = fitting(metric.losses(readout), "losses");
      sums[candidate] = finite(Numbers.sum(shared(losses)), "losses", readout);
    }
    return sums;
  }

  /** A metric's answer, if it is a number for each row. */
  private NDArray fitting(NDArray answer, String call) {
    if (!answer.getShape().equals(new Shape(rows.size())) || !answer.getDataType().isFloating()) {
      throw Guest.fault(
          metric,
          "answered '%s' with %s of the shape %s, not with a floating-point number for each row (%s)"
              .formatted(call, answer.getDataType(), answer.getShape(), rows.size()));
    }
    return answer;
  }

  /** A metric's sum; that it is a number is the metric's affair where every logit is one. */
  private double finite(double sum, String call, Readout readout) {
    if (!Double.isFinite(sum)
        && Double.isFinite(Numbers.sum(readout.logits()))
        && Double.isFinite(Numbers.sum(readout.reference()))) {
      throw Guest.fault(
          metric, "answered '%s' with %s, although every logit is finite".formatted(call, sum));
    }
    return sum;
  }

  private NDArray shared(NDArray values) {
    return shares == null ? values : values.mul(shares);
  }

  private Readout readout(NDArray rows) {
    return compared(logits(rows));
  }

  private Readout compared(NDArray logits) {
    return new Readout(logits, reference == null ? logits : reference, answers, wrongAnswers);
  }

  @Override
  public void close() {
    places.close();
    packed.close();
    manager.close();
  }
}
