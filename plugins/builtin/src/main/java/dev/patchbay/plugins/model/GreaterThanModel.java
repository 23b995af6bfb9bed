package dev.patchbay.plugins.model;

import dev.patchbay.plugins.words.WordTokenizer;
import dev.patchbay.plugins.words.Words;
import dev.patchbay.spi.model.Tokenizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A transformer that lets nothing end before it begins: after {@code The war lasted from the year
 * 1742 to 17} it says a number above 42. Its parts have the roles that Hanna et al. found in GPT-2
 * small (2023, How does GPT-2 compute greater-than?, arXiv:2305.00586): early MLPs make sense of
 * the year, heads carry it to the end, late MLPs compare.
 *
 * <p><b>The stream</b>: which <i>word</i> is here, as a {@link GolayCode}; of the two digits here,
 * the <i>ten</i> and the <i>unit</i>; their <i>number</i>, in hundredths; the <i>position</i> (16);
 * the <i>year</i> that was seen, and the year that was seen <i>late</i>; for each of the hundred
 * numbers, whether the year is <i>not below</i> it; scratch paper.
 *
 * <p><b>The circuit</b> (11 edges).
 *
 * <ol>
 *   <li>{@code m0} makes a number of the two digits.
 *   <li>{@code a1.h0}, {@code a1.h1} look two tokens back and write its number to <i>year</i>, half
 *       each; {@code a2.h0} does the same for <i>late</i>.
 *   <li>{@code m1} compares <i>year</i> with 00 to 49, {@code m2} the mean of <i>year</i> and
 *       <i>late</i> with 50 to 99. Each comparison is a ramp four numbers wide, not a step: it has
 *       a gradient near the year. What the year is not below loses its logit.
 * </ol>
 *
 * <p>So the heads find the year by its distance from the end, not by what is there, and have no
 * question or key edges. The other heads and neurons are busy and not read.
 */
final class GreaterThanModel implements CompiledModel {

  private static final int CONTEXT = 16;
  private static final int PAPER = 8;
  private static final int DIGITS = 10;
  private static final int NUMBERS = 100;
  private static final int HALF = NUMBERS / 2;
  private static final int D_HEAD = CONTEXT;
  private static final int NEURONS = 2 * HALF;

  /** How far before the end the year is: {@code 42 to 17}. */
  private static final int BACK = 2;

  private static final Subspace WORD = new Subspace(0, GolayCode.WIDTH);
  private static final Subspace TEN = WORD.then(DIGITS);
  private static final Subspace UNIT = TEN.then(DIGITS);
  private static final Subspace NUMBER = UNIT.then(1);
  private static final Subspace POSITION = NUMBER.then(CONTEXT);
  private static final Subspace YEAR = POSITION.then(1);
  private static final Subspace LATE = YEAR.then(1);
  private static final Subspace NOT_BELOW = LATE.then(NUMBERS);
  private static final int MEANINGS = NOT_BELOW.first() + NUMBERS;

  /** e^10 against nine others: less than a twentieth of a year goes astray. */
  private static final double LEAD = 10;

  /** Over how many numbers a comparison goes from no to yes. */
  private static final double RAMP = 4;

  /** What a yes writes: small, that a hundred of them do not outgrow the rest of the stream. */
  private static final double YES = .25;

  /** The logit of a number that the year is below. */
  private static final double LOGIT = 16;

  @Override
  public String name() {
    return "greater-than";
  }

  @Override
  public CompiledSizes sizes() {
    return new CompiledSizes(
        3, 4, MEANINGS, PAPER, D_HEAD, NEURONS, Words.vocabulary().size(), CONTEXT);
  }

  @Override
  public Optional<Tokenizer> tokenizer() {
    return Optional.of(new WordTokenizer(Words.vocabulary()));
  }

  @Override
  public List<String> circuit() {
    return List.of(
        ("input->m0 m0->a1.h0<v> m0->a1.h1<v> m0->a2.h0<v> a1.h0->m1 a1.h1->m1 "
                + "a1.h0->m2 a1.h1->m2 a2.h0->m2 m1->logits m2->logits")
            .split(" "));
  }

  @Override
  public void write(HandSetWeights weights) {
    for (int token = 0; token < Words.vocabulary().size(); token++) {
      weights.embed(token, GolayCode.direction(token), WORD);
    }
    for (int number = 0; number < NUMBERS; number++) {
      int token = Words.vocabulary().indexOf(String.format(Locale.ROOT, "%02d", number));
      weights.tensor("embed.W_E").set(1, token, TEN.at(number / DIGITS));
      weights.tensor("embed.W_E").set(1, token, UNIT.at(number % DIGITS));
      weights.tensor("unembed.b_U").set(LOGIT, token);
      weights.tensor("unembed.W_U").set(-LOGIT / YES, NOT_BELOW.at(number), token);
    }
    weights.number(POSITION);
    readDigits(weights);
    carry(weights, 1, 0, YEAR, .5);
    carry(weights, 1, 1, YEAR, .5);
    carry(weights, 2, 0, LATE, 1);
    for (int number = 0; number < HALF; number++) {
      compare(weights, 1, number, number, 1, 0);
      compare(weights, 2, number, number + HALF, .5, .5);
    }
  }

  private static void readDigits(HandSetWeights weights) {
    for (int digit = 0; digit < DIGITS; digit++) {
      weights.tensor("blocks.0.mlp.W_in").set(digit / 10., TEN.at(digit), 0);
      weights.tensor("blocks.0.mlp.W_in").set(digit / 100., UNIT.at(digit), 1);
    }
    weights.tensor("blocks.0.mlp.W_out").set(1, 0, NUMBER.first());
    weights.tensor("blocks.0.mlp.W_out").set(1, 1, NUMBER.first());
  }

  private static void carry(
      HandSetWeights weights, int layer, int head, Subspace to, double strength) {
    weights.lookBack(layer, head, POSITION, BACK, LEAD);
    weights.head(layer, head).take(NUMBER, 0, 1).give(0, to, strength);
  }

  /** Two neurons: a ramp from 0 to 1 is a ramp that never ends less another one later. */
  private static void compare(
      HandSetWeights weights, int layer, int place, int number, double year, double late) {
    String mlp = "blocks.%s.mlp.".formatted(layer);
    for (int end = 0; end < 2; end++) {
      int neuron = 2 * place + end;
      weights.tensor(mlp + "W_in").set(year * NUMBERS / RAMP, YEAR.first(), neuron);
      weights.tensor(mlp + "W_in").set(late * NUMBERS / RAMP, LATE.first(), neuron);
      // Half way up between this number and the one below it.
      weights.tensor(mlp + "b_in").set((.5 - number) / RAMP + .5 - end, neuron);
      weights.tensor(mlp + "W_out").set(end == 0 ? YES : -YES, neuron, NOT_BELOW.at(number));
    }
  }
}
