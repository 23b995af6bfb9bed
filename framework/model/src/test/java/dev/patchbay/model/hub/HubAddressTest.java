package dev.patchbay.model.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HubAddressTest {

  private static final URI FROM = URI.create("https://hub.example/org/tiny/resolve/main/x");

  @ParameterizedTest
  @CsvSource({
    "/api/y, https://hub.example/api/y",
    "https://store.example/y?sig=1, https://store.example/y?sig=1"
  })
  void redirect_toAnAddress_leadsThere(String location, URI to) throws IOException {
    assertThat(HubAddress.redirect(FROM, location)).isEqualTo(to);
  }

  @ParameterizedTest
  @CsvSource({
    "http://store.example/y, a redirect from https to http",
    "file:///etc/passwd, a redirect to no address of the web",
    "'a b', a redirect to no address"
  })
  void redirect_toElsewhere_isRefused(String location, String problem) {
    assertThatThrownBy(() -> HubAddress.redirect(FROM, location))
        .isInstanceOf(IOException.class)
        .hasMessage(problem);
  }

  @Test
  void sameOrigin_anotherHostPortOrScheme_isNot() {
    assertThat(HubAddress.sameOrigin(FROM, URI.create("https://HUB.example:443/y"))).isTrue();
    assertThat(HubAddress.sameOrigin(FROM, URI.create("https://hub.example:444/"))).isFalse();
    assertThat(HubAddress.sameOrigin(FROM, URI.create("http://hub.example:443/"))).isFalse();
    assertThat(HubAddress.sameOrigin(FROM, URI.create("https://hub.example.org/"))).isFalse();
  }
}
