package dev.patchbay.export.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PageTest {

  /** Ends of elements and comments, quotes, right to left, control characters, line separators. */
  private static final String NASTY =
      "</script><script>alert(1)</script> <!-- --> <b>&amp; \"q\" 'r' \\ \u0000 \u0007 \n \r \u2028"
          + " \u2029 \u05d0\u202e\u05d1 \ud83d\ude00 half\ud800";

  @Test
  void write_nastyData_readsBackAsItWas() throws IOException {
    String html = html(page(NASTY, "let a = 1;\n"));

    String json = between(html, "<script type=\"application/json\" id=\"words\">", "</script>");
    assertThat(json).doesNotContain("<", ">", "&").matches("\\p{ASCII}*");
    assertThat(new ObjectMapper().readTree(json).get(0).textValue()).isEqualTo(NASTY);
  }

  @Test
  void write_nastyTitle_staysOneTitle() throws IOException {
    String title = between(html(page(NASTY, "")), "<title>", "</title>");

    assertThat(title)
        .startsWith("&lt;/script&gt;&lt;script&gt;alert(1)")
        .doesNotContain("<")
        .doesNotContain("\u0000", "\u2028", "\u202e");
  }

  @Test
  void write_anyPage_allowsItsOwnScriptAndStyleByHashAndNothingElse() throws Exception {
    String html = html(page("a", "let a = 1;\n"));

    String script = between(html, "<script type=\"module\">", "</script>");
    String style = between(html, "<style>", "</style>");
    assertThat(between(html, "Content-Security-Policy\" content=\"", "\""))
        .isEqualTo(
            "default-src 'none'; script-src 'sha256-%s'; style-src 'sha256-%s'; img-src data: blob:; base-uri 'none'; form-action 'none'"
                .formatted(sha256(script), sha256(style)));
    assertThat(script).endsWith("let a = 1;\n");
    assertThat(style).startsWith("/* What every page").endsWith("p { margin: 0 }");
  }

  @Test
  void write_anyPage_namesNoAddressToFetchFrom() throws IOException {
    assertThat(html(page("a", "")).replace("http://www.w3.org/2000/svg", ""))
        .doesNotContainPattern("https?:|@import|url\\(|\\beval\\b|innerHTML|style=");
  }

  @Test
  void write_twice_givesSameBytes() throws IOException {
    assertThat(html(page("a", "let a;"))).isEqualTo(html(page("a", "let a;")));
  }

  @Test
  void write_scriptThatEndsItsElement_isRefused() {
    assertThatThrownBy(() -> html(page("a", "let a = '</SCRIPT>';")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("A script holds markup that ends it.");
  }

  @Test
  void write_idThatIsMarkup_isRefused() {
    Page page = new Page("a", "", "", List.of(), Map.of("x\"><b>", json -> json.writeNull()));

    assertThatThrownBy(() -> html(page)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void write_theStream_isLeftOpen() throws IOException {
    boolean[] closed = {false};
    try (OutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            closed[0] = true;
          }
        }) {
      page("a", "").write(out);
      assertThat(closed[0]).isFalse();
    }
  }

  @Test
  void resource_missing_isNamed() {
    assertThatThrownBy(() -> Page.resource(Page.class, "none.css"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The resource 'none.css' is missing.");
  }

  private static Page page(String text, String script) {
    return new Page(
        text,
        "<main></main>",
        "p { margin: 0 }",
        List.of(script),
        Map.of(
            "words",
            json -> {
              json.writeStartArray();
              json.writeString(text);
              json.writeEndArray();
            }));
  }

  private static String html(Page page) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    page.write(out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String between(String html, String start, String end) {
    Matcher matcher =
        Pattern.compile(Pattern.quote(start) + "(.*?)" + Pattern.quote(end), Pattern.DOTALL)
            .matcher(html);
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  private static String sha256(String text) throws Exception {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
