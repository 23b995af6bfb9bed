package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizeCommandTest {

  private final RealSession session = new RealSession();

  @TempDir Path folder;

  private String model = "";

  @BeforeEach
  void model() throws IOException {
    model = TextModel.in(folder.resolve("toy")).toString();
  }

  @Test
  void tokenize_texts_areTables() {
    int exitCode = session.type("tokenize", "--model", model, "Mary, John", "a\n\u00e9\u0007");

    assertThat(exitCode).as(session.err()).isZero();
    assertThat(session.out())
        .isEqualTo(
            """
            'Mary, John'  4 tokens
               0        2  M      'M'
               1       20  ary    'ary'
               2       13  ,      ','
               3       25  ĠJohn  ' John'

            'a\\né\\u0007'  4 tokens
               0        3  a  'a'
               1       14  Ċ  '\\n'
               2       15  Ã  '\uFFFD'
               3       16  ©  '\uFFFD'
            """);
    assertThat(session.err())
        .isEqualTo("model %s, bos auto (no token before a text)\n".formatted(model));
  }

  @Test
  void tokenize_withBos_showsIt() {
    int exitCode = session.type("tokenize", "--model", model, "--bos", "always", "a");

    assertThat(exitCode).as(session.err()).isZero();
    assertThat(session.out())
        .isEqualTo(
            """
            'a'  2 tokens
               0        0  <|endoftext|>  '<|endoftext|>'
               1        3  a              'a'
            """);
    assertThat(session.err()).endsWith(", bos always (<|endoftext|>, token 0, before each text)\n");
  }

  @Test
  void tokenize_json_isOneObject() throws IOException {
    session.type("tokenize", "--model", model, "--json", "Mary\n");

    JsonNode json = new ObjectMapper().readTree(session.out());
    JsonNode text = json.get("texts").get(0);
    assertThat(json.get("bos").textValue()).isEqualTo("auto");
    assertThat(text.get("text").textValue()).isEqualTo("Mary\n");
    assertThat(text.get("ids").toString()).isEqualTo("[2,20,14]");
    assertThat(text.get("pieces").get(2).textValue()).isEqualTo("Ċ");
    assertThat(text.get("decoded").get(2).textValue()).isEqualTo("\n");
  }

  @Test
  void tokenize_aModelWithoutTokenizer_isRefused() {
    assertThat(session.type("tokenize", "--model", "induction", "a")).isEqualTo(1);

    assertThat(session.err())
        .isEqualTo(
            """
            The model 'induction' has no tokenizer.
            Give it prompts as token ids, or put a tokenizer.json into its folder.
            """);
  }

  @Test
  void tokenize_anotherPolicy_isRefused() {
    assertThat(session.type("tokenize", "--model", model, "--bos", "alway", "a")).isEqualTo(2);

    assertThat(session.err())
        .isEqualTo(
            """
            --bos cannot be 'alway'. Did you mean 'always'?
            Give it one of: auto, always, never.
            """);
  }

  @Test
  void discover_textPrompts_equalTheirIds() throws IOException {
    Path text = prompts("text.json", "'Mary, John'", "'Mary, Mary'", "' Mary'", "' John'");
    Path ids = prompts("ids.json", "[2,20,13,25]", "[2,20,13,21]", "21", "25");

    JsonNode fromText = discover(text, "auto", "float32");
    String settings = session.err();
    JsonNode fromIds = discover(ids, "auto", "float32");

    assertThat(settings)
        .contains("prompts of " + text + ", bos auto (no token before a text), strategy eap");
    assertThat(session.err()).doesNotContain("bos");
    assertThat(hash("text.json")).isEqualTo(hash("ids.json"));
    assertThat(fromText.get("full")).isEqualTo(fromIds.get("full"));
  }

  @Test
  void discover_textPromptsWithBos_areOtherPrompts() throws IOException {
    Path text = prompts("text.json", "'Mary, John'", "'Mary, Mary'", "' Mary'", "' John'");
    Path ids = prompts("ids.json", "[0,2,20,13,25]", "[0,2,20,13,21]", "21", "25");

    discover(text, "always", "float32");
    discover(ids, "always", "float32");

    assertThat(hash("text.json")).isEqualTo(hash("ids.json"));
  }

  @Test
  void discover_anAnswerWithoutItsBlank_isNoted() throws IOException {
    Path slip = prompts("slip.json", "'Mary, John'", "'Mary, Mary'", "'John'", "' Mary'");

    discover(slip, "auto", "float32");

    assertThat(session.err())
        .contains("\nprompts: answers that go on with the prompt's last word: 'John' (prompt 1: ")
        .contains("Was ' John' meant?\n");
  }

  @Test
  void discover_aTextTask_saysWhatItsPromptsAreMadeOf() {
    int exitCode =
        session.type("discover", "--strategy", "random", "--edges", "5", "--out", folder + "/out");

    assertThat(exitCode).as(session.err()).isZero();
    assertThat(session.err()).contains("\nprompts: <|BOS|> before each prompt; 99 names; ");
  }

  @Test
  void discover_textForAModelWithoutTokenizer_isRefusedBeforeAnythingIsWritten()
      throws IOException {
    Path text = prompts("text.json", "'Mary'", "'John'", "' Mary'", "' John'");

    int exitCode =
        session.type(
            "discover",
            "--model",
            "induction",
            "--prompts",
            text.toString(),
            "--out",
            folder + "/out");

    assertThat(exitCode).isEqualTo(1);
    assertThat(session.err()).startsWith("The model 'induction' has no tokenizer.\n");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  private Path prompts(String name, String clean, String corrupt, String answer, String wrong)
      throws IOException {
    String prompt =
        "{'prompts':[{'clean':%s,'corrupt':%s,'answers':[%s],'wrong_answers':[%s]}]}"
            .formatted(clean, corrupt, answer, wrong);
    return Files.writeString(folder.resolve(name), prompt.replace('\'', '"'));
  }

  private JsonNode discover(Path prompts, String bos, String type) throws IOException {
    int exitCode =
        session.type(
            "discover",
            "--model",
            model,
            "--prompts",
            prompts.toString(),
            "--bos",
            bos,
            "--strategy",
            "eap",
            "--edges",
            "5",
            "--dtype",
            type,
            "--json",
            "--out",
            prompts + ".out");
    assertThat(exitCode).as(session.err()).isZero();
    return new ObjectMapper().readTree(session.out());
  }

  /** Which prompts a run's report names. */
  private String hash(String prompts) throws IOException {
    JsonNode report =
        new ObjectMapper().readTree(folder.resolve(prompts + ".out/report.json").toFile());
    return report.findValue("prompts_hash").textValue();
  }
}
