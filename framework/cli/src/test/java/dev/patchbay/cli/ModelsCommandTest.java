package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelsCommandTest {

  private static final String GROUPED = "../whole-runs/src/test/resources/golden/models/llama-tiny";

  private final Session session = new Session();
  private final RealSession real = new RealSession();

  @Test
  void models_all_haveALineEvenThoseThatCannotBeRead() {
    assertThat(session.type("models")).isZero();

    assertThat(session.out())
        .isEqualTo(
            """
            Models  architecture     layers × heads  d_model  vocabulary      edges
            toy     toy-family                1 × 1        4           5          5
            torn    cannot be read: torn: half a file.
              Copy it again.

            'patchbay models NAME' says what a run will cost; NAME may be a folder.
            """);
  }

  @Test
  void models_oneName_saysItsNumbersAndWhatEachStrategyCosts() {
    // Weights: 5·4 + 8·4 + 3·(1·4·4 + 4) + 16 + 4 + 4·5 + 5 = 157 numbers.
    assertThat(
            session.type(
                "models", "toy", "--length", "2", "--prompts-count", "3", "--memory", "1g"))
        .isZero();

    assertThat(session.out())
        .startsWith(
            """
            toy  toy-family, 1 × 1 heads, d_model 4, vocabulary 5, up to 8 tokens

              senders     2
              receivers   4
              edges       5
              weights     157 numbers, 628 bytes in float32

            A run on 3 prompts of 2 tokens, batches of 32, float32, in 1.00 GiB
              strategy               peak, about  batches of  passes
            """)
        .containsPattern("  sieve {18}\\d.* KiB +32 +one pass an edge\n");
  }

  @Test
  void models_littleMemory_saysTheBatchesThatFit() throws IOException {
    session.type("models", "toy", "--length", "2", "--memory", "16k", "--json");
    JsonNode some = new ObjectMapper().readTree(session.out());
    session.type("models", "toy", "--length", "2", "--memory", "0.5k", "--json");
    JsonNode none = new ObjectMapper().readTree(session.out());

    assertThat(some.get("run").get("memory").longValue()).isEqualTo(16384);
    assertThat(some.get("strategies").get(0).get("batch_size").intValue()).isBetween(1, 31);
    assertThat(none.get("strategies").get(0).get("fits").booleanValue()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"6", "g", "-1g", "6x", "1e9g"})
  void models_memoryThatIsNoSize_isRefused(String words) {
    assertThat(session.type("models", "toy", "--memory=" + words)).isEqualTo(2);

    assertThat(session.err())
        .isEqualTo(
            "--memory cannot be '%s'.\nGive it a size: 6g, 1.5g or 800m.\n".formatted(words));
  }

  @Test
  void models_shortModel_isNotAskedForMoreTokensThanItReads() {
    assertThat(session.type("models", "toy")).as(session.err()).isZero();

    assertThat(session.out()).contains("A run on 32 prompts of 8 tokens, ");
  }

  @Test
  void models_json_holdsTheListing() throws IOException {
    session.type("models", "--json");

    JsonNode models = new ObjectMapper().readTree(session.out()).get("models");
    assertThat(models.get(0).get("edges").intValue()).isEqualTo(5);
    assertThat(models.get(1).get("error").textValue()).startsWith("torn: half a file.");
  }

  @Test
  void models_jsonOfOneName_doublesBytesWithTheType() throws IOException {
    session.type("models", "toy", "--length", "2", "--json");
    JsonNode single = new ObjectMapper().readTree(session.out());
    session.type("models", "toy", "--length", "2", "--dtype", "float64", "--json");
    JsonNode both = new ObjectMapper().readTree(session.out());

    assertThat(both.get("weight_bytes").longValue())
        .isEqualTo(2 * single.get("weight_bytes").longValue());
    long peak = single.get("strategies").get(0).get("peak_bytes").longValue();
    // The share that lies in holes is rounded to bytes.
    assertThat(both.get("strategies").get(0).get("peak_bytes").longValue())
        .isBetween(2 * peak - 1, 2 * peak + 1);
  }

  @Test
  void models_theEmbeddedOne_hasTheEdgesThatRunsReport() throws IOException {
    assertThat(real.type("models", "induction", "--json")).as(real.err()).isZero();

    JsonNode model = new ObjectMapper().readTree(real.out());
    assertThat(model.get("edges").intValue()).isEqualTo(81);
    assertThat(model.get("strategies")).extracting(s -> s.get("name").textValue()).contains("acdc");
  }

  @Test
  void models_headsThatShareKeys_haveTwoNumbersOfEdges() {
    // 2 layers of 4 heads in 2 groups, with MLPs: 1 and 6 senders stand before the layers.
    // Heads (1 + 6) · 3 · 4 = 84, MLPs 5 + 10, logits 11; with groups the heads' are 7 · (4 + 4).
    assertThat(real.type("models", GROUPED)).as(real.err()).isZero();

    assertThat(real.out())
        .contains("110 for each query head; 82 for each group of 2, which share keys and values");
  }

  @Test
  void models_aRotatedModel_hasTheSizesOfThePlainOne() throws IOException {
    real.type("models", "ioi", "--json");
    JsonNode plain = new ObjectMapper().readTree(real.out());
    real.type("models", "ioi:rotate=7", "--json");
    JsonNode rotated = new ObjectMapper().readTree(real.out());

    assertThat(rotated.get("name").textValue()).isEqualTo("ioi:rotate=7");
    for (String size : new String[] {"edges", "weights", "d_model"}) {
      assertThat(rotated.get(size)).as(size).isEqualTo(plain.get(size));
    }
  }

  @Test
  void models_distractors_areCounted() throws IOException {
    // 4 layers of 4 + 2 heads and an MLP: heads (1 + 8 + 15 + 22) · 3 · 6, MLPs 7 + 14 + 21 + 28,
    // logits 29.
    real.type("models", "ioi:distractors=2", "--json");

    assertThat(new ObjectMapper().readTree(real.out()).get("edges").intValue())
        .isEqualTo(46 * 18 + 70 + 29);
  }

  @Test
  void models_aMistypedOption_isRefusedWithTheNearest() {
    assertThat(real.type("models", "ioi:rotat=7")).isEqualTo(2);

    assertThat(real.err())
        .isEqualTo(
            """
            'ioi' has no option 'rotat'. Did you mean 'rotate'?
            Its options: distractors, layer-norm, noise, rotate, seed.
            """);
  }

  @Test
  void models_anUnknownName_listsTheEmbeddedOnes() {
    assertThat(real.type("models", "io")).isEqualTo(2);

    assertThat(real.err())
        .startsWith(
            "'io' is not a model: it is neither a folder with a config.json nor a known name. Did you"
                + " mean 'ioi'?\n--model hf:org/name fetches a model (hf:openai-community/gpt2, say)"
                + " from the Hugging Face hub. Models by name: and-gate, docstring, greater-than, induction, ioi,")
        .contains("patchbay-small");
  }
}
