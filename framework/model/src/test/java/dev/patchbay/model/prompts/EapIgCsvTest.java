package dev.patchbay.model.prompts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.model.tokenizer.BosPolicy;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.model.Token;
import dev.patchbay.spi.model.Tokenizer;
import dev.patchbay.spi.task.Answer;
import dev.patchbay.spi.task.PromptPair;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** EAP-IG's Greater-Than file: the beginning of the original. */
class EapIgCsvTest {

  private static final Path FILE = Path.of("src/test/resources/greater-than/greater_than_data.csv");

  private static final ModelSpec SPEC =
      ModelSpec.builder("gpt2")
          .nLayers(1)
          .nHeads(1)
          .dModel(4)
          .dHead(4)
          .dVocab(500)
          .nCtx(32)
          .norm(ModelSpec.Norm.NONE, 0)
          .build();

  /** Words, and digits in pairs; a piece's id is the place where it was first seen. */
  private static final class Pairs implements Tokenizer {

    private static final Pattern PIECES = Pattern.compile(" ?[A-Za-z]+| ?\\d\\d");

    private final List<String> pieces = new ArrayList<>();

    @Override
    public List<Token> encode(String text) {
      List<Token> tokens = new ArrayList<>();
      Matcher piece = PIECES.matcher(text);
      while (piece.find()) {
        if (!pieces.contains(piece.group())) {
          pieces.add(piece.group());
        }
        tokens.add(new Token(pieces.indexOf(piece.group()), piece.group()));
      }
      return tokens;
    }

    @Override
    public String decode(List<Integer> ids) {
      return String.join("", ids.stream().map(pieces::get).toList());
    }

    @Override
    public Optional<Token> bos() {
      return Optional.empty();
    }

    @Override
    public boolean addsBos() {
      return false;
    }

    @Override
    public int size() {
      return pieces.size();
    }
  }

  private final Tokenizer tokenizer = new Pairs();

  private final List<PromptPair> pairs =
      PromptFile.read(FILE).prompts(SPEC, Optional.of(tokenizer), BosPolicy.AUTO).pairs();

  @Test
  void read_theFile_isItsTwins() {
    assertThat(pairs).hasSize(20);
    assertThat(tokenizer.decode(pairs.get(0).clean()))
        .isEqualTo("The contract lasted from the year 1352 to the year 13");
    assertThat(tokenizer.decode(pairs.get(0).corrupted()))
        .isEqualTo("The contract lasted from the year 1301 to the year 13");
  }

  @Test
  void read_aYearAsLabel_hasTheYearsAfterItAsAnswers() {
    Answer answer = pairs.get(0).answers().get(0);

    assertThat(years(answer.right())).isEqualTo(IntStream.range(53, 100).boxed().toList());
    assertThat(years(answer.wrong())).isEqualTo(IntStream.range(0, 53).boxed().toList());
  }

  private List<Integer> years(List<Integer> ids) {
    return ids.stream().map(id -> Integer.valueOf(tokenizer.decode(List.of(id)))).toList();
  }
}
