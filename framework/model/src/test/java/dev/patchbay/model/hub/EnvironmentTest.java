package dev.patchbay.model.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.spi.plugin.PatchbayException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What follows from the user's variables: the cache's place, the proxies, the switches. */
class EnvironmentTest {

  @ParameterizedTest
  @CsvSource({
    "'', /home/u/.cache/huggingface/hub",
    "XDG_CACHE_HOME=/x, /x/huggingface/hub",
    "HF_HOME=/h;XDG_CACHE_HOME=/x, /h/hub",
    "HF_HUB_CACHE=/c;HF_HOME=/h, /c",
    "HF_HOME=~/h, /home/u/h/hub",
    "'HF_HUB_CACHE= ', /home/u/.cache/huggingface/hub"
  })
  void cache_variables_theFirstThatIsSet(String variables, String root) {
    assertThat(HubCache.of(environment(variables)).root()).isEqualTo(Path.of(root));
  }

  @ParameterizedTest
  @CsvSource({
    "1, true",
    "true, true",
    "YES, true",
    "On, true",
    "0, false",
    "no, false",
    "'', false"
  })
  void isOn_values_asHuggingFaceReadsThem(String value, boolean on) {
    assertThat(environment("HF_HUB_OFFLINE=" + value).isOn("HF_HUB_OFFLINE")).isEqualTo(on);
  }

  @Test
  void toString_withAToken_doesNotShowIt() {
    assertThat(environment("HF_TOKEN=hf_secret")).asString().doesNotContain("hf_secret");
  }

  @ParameterizedTest
  @CsvSource({
    "'', https://hub.example/x, DIRECT",
    "HTTPS_PROXY=http://p:8080, https://hub.example/x, p:8080",
    "https_proxy=p:8080, https://hub.example/x, p:8080",
    "HTTPS_PROXY=http://p:8080, http://hub.example/x, DIRECT",
    "HTTP_PROXY=http://p, http://hub.example/x, p:80",
    "ALL_PROXY=http://p:8080, https://hub.example/x, p:8080",
    "HTTPS_PROXY=http://p:8080;NO_PROXY=hub.example, https://hub.example/x, DIRECT",
    "HTTPS_PROXY=http://p:8080;NO_PROXY=.example, https://hub.example/x, DIRECT",
    "'HTTPS_PROXY=http://p:8080;NO_PROXY=a,*.EXAMPLE:443', https://hub.example/x, DIRECT",
    "HTTPS_PROXY=http://p:8080;no_proxy=*, https://hub.example/x, DIRECT",
    "HTTPS_PROXY=http://p:8080;NO_PROXY=ub.example, https://hub.example/x, p:8080"
  })
  void proxy_variables_asOtherProgramsReadThem(String variables, URI address, String proxy) {
    String found =
        ProxySettings.of(environment(variables)).select(address).stream()
            .map(one -> one.address() == null ? "DIRECT" : one.address().toString())
            .map(text -> text.replace("/<unresolved>", ""))
            .findFirst()
            .orElseThrow();

    assertThat(found).isEqualTo(proxy);
  }

  @ParameterizedTest
  @ValueSource(strings = {"socks5://p:1080", "http://user:word@p:8080", "http://", "a b"})
  void proxy_thatCannotBeUsed_isRefusedWithoutShowingIt(String value) {
    assertThatThrownBy(() -> ProxySettings.of(environment("HTTPS_PROXY=" + value)))
        .isInstanceOf(PatchbayException.class)
        .hasMessage(
            "HTTPS_PROXY (or ALL_PROXY) is not the address of a usable proxy.\n"
                + "It looks like http://proxy.example:8080, without a user's name or password.");
  }

  @Test
  void token_withALineBreakInside_isRefusedWithoutShowingIt() {
    assertThatThrownBy(() -> HubAddress.token(environment("HF_TOKEN=a\nb")))
        .hasMessage("HF_TOKEN holds characters that no token has.\nCopy it again, or unset it.");
  }

  private static Environment environment(String variables) {
    Map<String, String> map = new LinkedHashMap<>();
    for (String variable : variables.split(";", -1)) {
      String[] parts = variable.split("=", 2);
      if (parts.length == 2) {
        map.put(parts[0], parts[1]);
      }
    }
    return new Environment(map, Path.of("/home/u"));
  }
}
