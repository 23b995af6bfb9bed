package dev.patchbay.spi.metric;

/**
 * What a metric needs and how it behaves, known before a run starts.
 *
 * @param direction which way is better
 * @param reads the tokens whose logits it sees; the engine computes no others
 * @param needsAnswers whether every prompt must name answers
 * @param needsWrongAnswers whether every prompt must name wrong answers
 * @param comparesWithFullModel whether it reads the full model's logits beside the run's own
 * @param gradientVanishesAtClean whether its gradient is zero on the clean run, whatever the model:
 *     first-order methods then see nothing
 * @param piecewiseConstant whether its gradient is zero wherever there is one, as where predictions
 *     are counted: a request for gradients is refused
 */
public record MetricTraits(
    Direction direction,
    Reads reads,
    boolean needsAnswers,
    boolean needsWrongAnswers,
    boolean comparesWithFullModel,
    boolean gradientVanishesAtClean,
    boolean piecewiseConstant) {

  public MetricTraits {
    if (piecewiseConstant && !gradientVanishesAtClean) {
      throw new IllegalArgumentException(
          "A gradient that is zero everywhere vanishes at the clean run too.\nDeclare both.");
    }
  }

  /** The traits of a metric that is not piecewise constant. */
  public MetricTraits(
      Direction direction,
      Reads reads,
      boolean needsAnswers,
      boolean needsWrongAnswers,
      boolean comparesWithFullModel,
      boolean gradientVanishesAtClean) {
    this(
        direction,
        reads,
        needsAnswers,
        needsWrongAnswers,
        comparesWithFullModel,
        gradientVanishesAtClean,
        false);
  }

  /** Which way is better. */
  public enum Direction {
    HIGHER,
    LOWER
  }

  /** The tokens whose logits a metric sees. */
  public enum Reads {
    /** Those that some prompt of the batch names as answer or wrong answer. */
    ANSWERS,
    /** All of them. */
    VOCABULARY
  }
}
