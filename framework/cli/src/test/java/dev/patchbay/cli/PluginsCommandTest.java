package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class PluginsCommandTest {

  private final Session session = new Session();

  @Test
  void plugins_all_areListedByKindWithTheirPapers() {
    assertThat(session.type("plugins")).isZero();

    assertThat(session.out())
        .isEqualTo(
            """
            Strategies  --strategy NAME
              sieve                   Shakes edges until few remain.
                                      Miller (2020), Sieves

            Metrics  --metric NAME
              margin                  Does as it says.

            Ablations  --ablation NAME
              none

            Tasks  --task NAME
              none

            Known circuits  truth TASK
              none

            Model sources  found by what --model gives
              toys                    Does as it says.
                                      --model torn, toy

            Architectures  found by what --model gives
              toy-family              Does as it says.

            Exporters  export --format NAME
              dot                     Does as it says.

            Exporters of comparisons  export results.json --format NAME
              page                    Does as it says.
              plots                   Does as it says.

            Could not be loaded
              com.example.Broken in broken.jar: class not found.
            """);
  }

  @Test
  void plugins_oneName_explainsItsOptions() {
    assertThat(session.type("plugins", "sieve")).isZero();

    assertThat(session.out())
        .isEqualTo(
            """
            sieve  Shakes edges until few remain.

              paper  Miller (2020), Sieves
              cost   one pass an edge
              use    --strategy sieve:threshold=0.01

            Options
              threshold=0.01               smallest change that keeps an edge
              visit-order=top-down         where it begins (top-down, bottom-up)
            """);
  }

  @Test
  void plugins_oneWithoutOptions_saysSo() {
    session.type("plugins", "margin");

    assertThat(session.out()).contains("use    --metric margin").contains("It has no options.");
  }

  @Test
  void plugins_json_holdsOptionsAndIssues() throws IOException {
    session.type("plugins", "--json");

    JsonNode json = new ObjectMapper().readTree(session.out());
    JsonNode sieve = json.get("strategies").get(0);
    assertThat(sieve.get("name").textValue()).isEqualTo("sieve");
    assertThat(sieve.get("options").get("visit-order").get("default").textValue())
        .isEqualTo("top-down");
    assertThat(json.get("issues")).hasSize(1);
  }

  @Test
  void plugins_knownCircuit_isUsedByItsTask() {
    RealSession real = new RealSession();

    assertThat(real.type("plugins", "ioi-gpt2")).as(real.err()).isZero();

    assertThat(real.out()).contains("  use    truth ioi\n");
  }

  @Test
  void plugins_valuesThatTheWordsName_areNotListedAgain() {
    RealSession real = new RealSession();

    assertThat(real.type("plugins", "ioi")).as(real.err()).isZero();

    assertThat(real.out())
        .contains("half=validation              validation or test\n")
        .contains("corruption=abc               the twin's names: abc, flipped or random\n");
  }
}
