package dev.patchbay.plugins.model;

import dev.patchbay.plugins.words.WordTokenizer;
import dev.patchbay.plugins.words.Words;
import dev.patchbay.spi.model.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A transformer that documents the next argument: where a function's signature has {@code name,
 * size, page} and its docstring {@code :param name: … :param size: … :param}, it says {@code page}.
 * Its heads have the roles that Heimersheim and Janiak found in a model of four layers (2023, A
 * circuit for Python docstrings in a 4-layer attention-only transformer).
 *
 * <p><b>The stream</b>: the variable's name <i>here</i>, as a {@link GolayCode}, and the same name
 * <i>again</i>; the name <i>before</i>; in a list, the <i>argument before</i>; the name that is
 * <i>asked</i> about; the <i>next</i> name, which the unembedding reads; whether a <i>comma</i> is
 * here; whether this is the <i>first</i> position; the position, as {@link ClockPositions}; scratch
 * paper.
 *
 * <p><b>The circuit</b> (15 edges).
 *
 * <ol>
 *   <li>{@code a0.h0}, previous-token head: what is <i>here</i> goes to the next position's
 *       <i>before</i>: the comma after an argument knows it. {@code a0.h1} writes what is
 *       <i>here</i> <i>again</i>.
 *   <li>{@code a1.h0}: an argument takes what the comma before it knows; where there is no comma it
 *       rests on the first position. So each argument knows the argument before. {@code a1.h1}
 *       looks six tokens back, from the last {@code param} to the last documented argument, and
 *       asks for it.
 *   <li>{@code a2.h0}, {@code a2.h1}, argument movers: look for the argument that comes after the
 *       asked one, and copy its name, half each.
 * </ol>
 *
 * <p>Whatever finds places finds them by position or by commas, which are where they are in the
 * corrupted twin too. {@code h2} and {@code h3} of every layer are busy and not read.
 */
final class DocstringModel implements CompiledModel {

  private static final int CONTEXT = 48;
  private static final int PAPER = 8;
  private static final int HEADS = 4;

  private static final Subspace HERE = new Subspace(0, GolayCode.WIDTH);
  private static final Subspace AGAIN = HERE.then(GolayCode.WIDTH);
  private static final Subspace BEFORE = AGAIN.then(GolayCode.WIDTH);
  private static final Subspace ARGUMENT_BEFORE = BEFORE.then(GolayCode.WIDTH);
  private static final Subspace ASKED = ARGUMENT_BEFORE.then(GolayCode.WIDTH);
  private static final Subspace NEXT = ASKED.then(GolayCode.WIDTH);
  private static final Subspace COMMA = NEXT.then(1);
  private static final Subspace FIRST = COMMA.then(1);
  private static final Subspace POSITION = FIRST.then(ClockPositions.WIDTH);
  private static final int MEANINGS = POSITION.first() + POSITION.width();

  /** A head's dimensions: a name or a position; a comma; the first position. */
  private static final int AT_COMMA = ClockPositions.WIDTH;

  private static final int AT_FIRST = AT_COMMA + 1;
  private static final int D_HEAD = AT_FIRST + 1;

  /** How far before the last {@code param} the last documented argument is. */
  private static final int BACK = 6;

  /** The score of the right position; any other has at most an eighth. */
  private static final double LEAD = 10;

  /**
   * An argument's scores: the position before it, a comma, the first position. A comma right before
   * it has 36, the first position 28 ± 3, any other position or comma at most 20.
   */
  private static final double RIGHT_BEFORE = 20;

  private static final double A_COMMA = 16;
  private static final double REST = 28;

  /** The score of the asked name; another has at most a third, other words have 0. */
  private static final double MATCH = 8;

  /** The logit of a name that fills <i>next</i>. */
  private static final double LOGIT = 10;

  @Override
  public String name() {
    return "docstring";
  }

  @Override
  public CompiledSizes sizes() {
    return new CompiledSizes(
        3, HEADS, MEANINGS, PAPER, D_HEAD, 0, Words.vocabulary().size(), CONTEXT);
  }

  @Override
  public Optional<Tokenizer> tokenizer() {
    return Optional.of(new WordTokenizer(Words.vocabulary(), true));
  }

  @Override
  public List<String> circuit() {
    List<String> edges =
        new ArrayList<>(
            List.of(
                "input->a0.h0<v>",
                "input->a0.h1<v>",
                "a0.h0->a1.h0<v>",
                "input->a1.h1<v>",
                "a0.h1->a1.h1<v>"));
    for (String mover : List.of("a2.h0", "a2.h1")) {
      edges.add("a1.h1->%s<q>".formatted(mover));
      edges.add("a1.h0->%s<k>".formatted(mover));
      edges.add("input->%s<v>".formatted(mover));
      edges.add("a0.h1->%s<v>".formatted(mover));
      edges.add("%s->logits".formatted(mover));
    }
    return edges;
  }

  @Override
  public void write(HandSetWeights weights) {
    List<String> names = Words.variables();
    for (int i = 0; i < names.size(); i++) {
      int token = Words.vocabulary().indexOf(" " + names.get(i));
      weights.embed(token, GolayCode.direction(i), HERE);
      weights.unembed(token, GolayCode.direction(i), NEXT, LOGIT);
    }
    weights.tensor("embed.W_E").set(1, Words.vocabulary().indexOf(","), COMMA.first());
    HandSetTensor positions = weights.tensor("pos_embed.W_pos");
    for (int position = 0; position < CONTEXT; position++) {
      double[] direction = ClockPositions.direction(position);
      for (int i = 0; i < direction.length; i++) {
        positions.set(direction[i], position, POSITION.at(i));
      }
    }
    positions.set(1, 0, FIRST.first());
    firstLayer(weights);
    secondLayer(weights);
    argumentMover(weights.head(2, 0));
    argumentMover(weights.head(2, 1));
  }

  private static void firstLayer(HandSetWeights weights) {
    ClockPositions.lookBack(weights, 0, 0, POSITION, 1, LEAD);
    weights.head(0, 0).take(HERE, 0, 1).give(0, BEFORE, 1);
    ClockPositions.lookBack(weights, 0, 1, POSITION, 0, LEAD);
    weights.head(0, 1).take(HERE, 0, 1).give(0, AGAIN, 1);
  }

  private static void secondLayer(HandSetWeights weights) {
    ClockPositions.lookBack(weights, 1, 0, POSITION, 1, RIGHT_BEFORE);
    weights
        .head(1, 0)
        .askAlways(AT_COMMA, A_COMMA)
        .key(COMMA.first(), AT_COMMA, 1)
        .askAlways(AT_FIRST, REST)
        .key(FIRST.first(), AT_FIRST, 1)
        .take(BEFORE, 0, 1)
        .give(0, ARGUMENT_BEFORE, 1);
    ClockPositions.lookBack(weights, 1, 1, POSITION, BACK, LEAD);
    weights.head(1, 1).take(HERE, 0, .5).take(AGAIN, 0, .5).give(0, ASKED, 1);
  }

  private static void argumentMover(HandSetHead head) {
    head.ask(ASKED, 0, MATCH)
        .key(ARGUMENT_BEFORE, 0)
        .take(HERE, 0, .5)
        .take(AGAIN, 0, .5)
        .give(0, NEXT, .5);
  }
}
