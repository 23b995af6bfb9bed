package dev.patchbay.plugins.task;

import dev.patchbay.plugins.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The 200 prompts of the reference repository, and their twins: the first ABBA template, Python's
 * generator for the sentences and numpy's for the names that replace theirs.
 *
 * <p>Conmy et al. 2023, arXiv:2304.14997: dataset seed 0, three flips with seeds 1, 2 and 3.
 */
final class IoiReference {

  private static final int PROMPTS = 200;

  /** What the repository makes of its dataset seed 0. */
  private static final long SEED = 987654321L % 123456789L;

  private IoiReference() {}

  static List<Twins> prompts() {
    List<IoiSentence> sentences = sentences();
    List<String> firsts = new ArrayList<>();
    MersenneTwister flip = flip(1);
    for (IoiSentence sentence : sentences) {
      String name = name(flip);
      while (name.equals(sentence.indirect()) || name.equals(sentence.subject())) {
        name = name(flip);
      }
      firsts.add(name);
    }
    MersenneTwister second = flip(2);
    MersenneTwister third = flip(3);
    List<Twins> twins = new ArrayList<>();
    for (int i = 0; i < PROMPTS; i++) {
      String last = name(second);
      twins.add(sentences.get(i).twin(names(firsts.get(i), last, name(third))));
    }
    return twins;
  }

  /**
   * The three names of a twin. The third flip goes to the first place where the subject of the
   * second is: the sentence's first, where the second drew the same name as the first.
   */
  private static List<String> names(String first, String last, String flipped) {
    return first.equals(last) ? List.of(flipped, last, last) : List.of(first, flipped, last);
  }

  private static List<IoiSentence> sentences() {
    PythonRandom random = new PythonRandom(SEED);
    List<String> template = Words.ioiTemplates().subList(0, 1);
    List<IoiSentence> sentences = new ArrayList<>();
    for (int i = 0; i < PROMPTS; i++) {
      // Drawn as the repository draws it: a choice of one takes random bits too.
      int index = template.indexOf(random.choice(template));
      List<String> names = names(random);
      while (Set.copyOf(names).size() < names.size()) {
        names = names(random);
      }
      String place = random.choice(Words.places());
      String object = random.choice(Words.objects());
      sentences.add(IoiSentence.of(index, true, names.get(0), names.get(1), place, object));
    }
    return sentences;
  }

  /** Three names, the last for nothing. */
  private static List<String> names(PythonRandom random) {
    return List.of(
        random.choice(Words.names()), random.choice(Words.names()), random.choice(Words.names()));
  }

  private static MersenneTwister flip(int seed) {
    return new MersenneTwister((seed + 345467) % 5432);
  }

  private static String name(MersenneTwister flip) {
    return Words.names().get(flip.numpyBelow(Words.names().size()));
  }
}
