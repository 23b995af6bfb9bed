package dev.patchbay.plugins.model;

import dev.patchbay.plugins.words.WordTokenizer;
import dev.patchbay.plugins.words.Words;
import dev.patchbay.spi.model.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A transformer that names the indirect object: after {@code Then, Mary and John went to the store.
 * John gave a drink to} it says {@code Mary}. Its heads have the roles that Wang et al. found in
 * GPT-2 small (2022, Interpretability in the Wild, arXiv:2211.00593, figure 2), in any template in
 * which no name comes first.
 *
 * <p><b>The stream</b>: the name <i>here</i>, as a {@link GolayCode}; whether it <i>is a name</i>;
 * the <i>position</i> (24); which name is a <i>duplicate</i> and <i>whether</i> one is; which name
 * is <i>inhibited</i>; the <i>next</i> name, which the unembedding reads; scratch paper.
 *
 * <p><b>The circuit</b> (36 edges).
 *
 * <ol>
 *   <li>{@code a0.h0}, {@code a0.h1}, duplicate-token heads: a name asks for the same name earlier.
 *       Itself it shuns; where there is no other, it rests on the first position. They write the
 *       name and a mark, half each, where the second one stands.
 *   <li>{@code a1.h0}, {@code a1.h1}, S-inhibition heads: look for the mark and write, half each,
 *       which name is not to be said. Without a mark they rest on the first position.
 *   <li>{@code a2.h0}, {@code a2.h1}, name movers: look at names, but not at the inhibited one, and
 *       copy, half each.
 *   <li>{@code a3.h0}, negative name mover: looks as they do and writes against the name, with 3/10
 *       of their joint strength. Removing it helps.
 *   <li>{@code a3.h1}, backup name mover: looks as they do, but away from the name that they have
 *       written already; it wavers, and becomes sure when one of them falls silent. So the edges
 *       from name movers to its question work against the answer.
 * </ol>
 *
 * <p>Which head is looked at by position alone, or always, comes from no sender: S-inhibition has
 * no question edge. {@code h2} and {@code h3} of every layer are busy and not read.
 */
final class IoiModel implements CompiledModel {

  private static final int CONTEXT = 24;
  private static final int PAPER = 8;

  private static final Subspace HERE = new Subspace(0, GolayCode.WIDTH);
  private static final Subspace IS_NAME = HERE.then(1);
  private static final Subspace POSITION = IS_NAME.then(CONTEXT);
  private static final Subspace DUPLICATE = POSITION.then(GolayCode.WIDTH);
  private static final Subspace IS_DUPLICATE = DUPLICATE.then(1);
  private static final Subspace INHIBITED = IS_DUPLICATE.then(GolayCode.WIDTH);
  private static final Subspace NEXT = INHIBITED.then(GolayCode.WIDTH);
  private static final int MEANINGS = NEXT.first() + NEXT.width();

  /** A head's dimensions: a name, a mark, a position. */
  private static final int NAME = 0;

  private static final int MARK = GolayCode.WIDTH;
  private static final int PLACE = MARK + 1;
  private static final int D_HEAD = PLACE + CONTEXT;

  /** The score of the same name, and of itself; another name has at most a third of the first. */
  private static final double SAME = 10;

  private static final double ITSELF = -14;

  /** The score of the first position where it is a place to rest: between same and other. */
  private static final double REST = 6;

  /** The score of a mark, and of resting. */
  private static final double MARKED = 8;

  private static final double UNMARKED = 4;

  /** The score of any name, and what inhibition takes from it. */
  private static final double ANY_NAME = 8;

  private static final double INHIBITION = 5;

  /** The backup head is inhibited more, shuns what is said, and rests between. */
  private static final double BACKUP_INHIBITION = 8;

  private static final double SAID = 4;
  private static final double BACKUP_REST = 3.5;

  private static final double NEGATIVE = -.3;
  private static final double BACKUP = .4;

  /** The logit of a name that fills <i>next</i>. */
  private static final double LOGIT = 10;

  @Override
  public String name() {
    return "ioi";
  }

  @Override
  public CompiledSizes sizes() {
    return new CompiledSizes(4, 4, MEANINGS, PAPER, D_HEAD, 0, Words.vocabulary().size(), CONTEXT);
  }

  @Override
  public Optional<Tokenizer> tokenizer() {
    return Optional.of(new WordTokenizer(Words.vocabulary()));
  }

  @Override
  public List<String> circuit() {
    List<String> edges = new ArrayList<>();
    for (int one = 0; one < 2; one++) {
      for (String port : List.of("q", "k", "v")) {
        edges.add("input->a0.h%s<%s>".formatted(one, port));
      }
      for (int other = 0; other < 2; other++) {
        edges.add("a0.h%s->a1.h%s<k>".formatted(one, other));
        edges.add("a0.h%s->a1.h%s<v>".formatted(one, other));
        edges.add("a1.h%s->a2.h%s<q>".formatted(one, other));
        edges.add("a1.h%s->a3.h%s<q>".formatted(one, other));
      }
      edges.add("a2.h%s->a3.h1<q>".formatted(one));
    }
    for (String mover : List.of("a2.h0", "a2.h1", "a3.h0", "a3.h1")) {
      edges.add("input->%s<k>".formatted(mover));
      edges.add("input->%s<v>".formatted(mover));
      edges.add("%s->logits".formatted(mover));
    }
    return edges;
  }

  @Override
  public void write(HandSetWeights weights) {
    List<String> names = Words.names();
    for (int i = 0; i < names.size(); i++) {
      int token = Words.vocabulary().indexOf(" " + names.get(i));
      weights.embed(token, GolayCode.direction(i), HERE);
      weights.tensor("embed.W_E").set(1, token, IS_NAME.first());
      weights.unembed(token, GolayCode.direction(i), NEXT, LOGIT);
    }
    weights.number(POSITION);
    for (int twin = 0; twin < 2; twin++) {
      duplicateToken(weights.head(0, twin));
      inhibition(weights.head(1, twin));
      mover(weights.head(2, twin), INHIBITION, .5);
    }
    mover(weights.head(3, 0), INHIBITION, NEGATIVE);
    mover(weights.head(3, 1), BACKUP_INHIBITION, BACKUP)
        .ask(NEXT, NAME, -SAID)
        .askAlways(PLACE, BACKUP_REST)
        .key(POSITION.first(), PLACE, 1);
  }

  private static void duplicateToken(HandSetHead head) {
    head.ask(HERE, NAME, SAME)
        .key(HERE, NAME)
        .ask(POSITION, PLACE, ITSELF)
        .key(POSITION, PLACE)
        .askAlways(MARK, REST)
        .key(POSITION.first(), MARK, 1)
        .take(HERE, NAME, 1)
        .take(IS_NAME, MARK, 1)
        .give(NAME, DUPLICATE, .5)
        .give(MARK, IS_DUPLICATE, .5);
  }

  private static void inhibition(HandSetHead head) {
    head.askAlways(MARK, MARKED)
        .key(IS_DUPLICATE.first(), MARK, 1)
        .key(POSITION.first(), MARK, UNMARKED / MARKED)
        .take(DUPLICATE, NAME, 1)
        .give(NAME, INHIBITED, .5);
  }

  private static HandSetHead mover(HandSetHead head, double inhibition, double strength) {
    return head.askAlways(MARK, ANY_NAME)
        .key(IS_NAME.first(), MARK, 1)
        .ask(INHIBITED, NAME, -inhibition)
        .key(HERE, NAME)
        .take(HERE, NAME, 1)
        .give(NAME, NEXT, strength);
  }
}
