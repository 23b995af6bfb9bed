package dev.patchbay.export.page;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One self-contained HTML file: markup, a style sheet, a script and data, and a policy (Content
 * Security Policy Level 3) that lets the browser run this script and style and nothing else, and
 * fetch nothing.
 *
 * <p>Data is never markup: it is JSON in {@code <script type="application/json">} with every
 * character escaped that could end the element, and the script puts it on the page as text. What is
 * common to all pages, {@code base.css} and {@code base.js}, comes before a page's own. The script
 * is a module: strict, a scope of its own, run when the document is there.
 *
 * @param title what the window is called; any text
 * @param body the markup of the page, ours alone
 * @param style the page's own style sheet
 * @param scripts the page's own scripts, in the order in which they run, in one scope
 * @param data what the scripts ask for by {@code pageData(id)}, by id
 */
public record Page(
    String title, String body, String style, List<String> scripts, Map<String, Content> data) {

  private static final Pattern SLOT = Pattern.compile("\\$\\{(\\w+)}");
  private static final Pattern INVISIBLE =
      Pattern.compile("[\\p{Cntrl}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]");
  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]*");

  public Page {
    scripts = List.copyOf(scripts);
    data = Map.copyOf(data);
  }

  /** Writes one JSON value. */
  @FunctionalInterface
  public interface Content {
    void write(JsonGenerator json) throws IOException;
  }

  /**
   * The text of a resource beside a class, with {@code \n} at line ends.
   *
   * @throws IllegalStateException if there is none
   */
  public static String resource(Class<?> beside, String name) {
    try (InputStream in = beside.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("The resource '%s' is missing.".formatted(name));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the page and leaves the stream open. Equal pages give equal bytes. */
  public void write(OutputStream out) throws IOException {
    String style = resource(Page.class, "base.css") + style();
    String script = resource(Page.class, "base.js") + String.join("\n", scripts);
    String template = resource(Page.class, "page.html");
    Writer html = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
    Matcher slot = SLOT.matcher(template);
    int from = 0;
    while (slot.find()) {
      html.write(template, from, slot.start() - from);
      switch (slot.group(1)) {
        case "policy" -> html.write(ContentPolicy.allowing(style, script));
        case "title" -> html.write(escaped(title));
        case "style" -> html.write(Inline.text("style", style));
        case "body" -> html.write(body);
        case "data" -> writeData(html);
        case "script" -> html.write(Inline.text("script", script));
        default -> throw new IllegalStateException("page.html has a slot '" + slot.group(1) + "'.");
      }
      from = slot.end();
    }
    html.write(template, from, template.length() - from);
    html.flush();
  }

  private void writeData(Writer html) throws IOException {
    for (Map.Entry<String, Content> block : new TreeMap<>(data).entrySet()) {
      String id = block.getKey();
      if (!ID.matcher(id).matches()) {
        throw new IllegalArgumentException("'" + id + "' is not an id for data.");
      }
      html.write("<script type=\"application/json\" id=\"" + id + "\">");
      Inline.json(html, block.getValue());
      html.write("</script>\n");
    }
  }

  /** Text between tags, without control characters and what turns the direction of reading. */
  private static String escaped(String text) {
    return INVISIBLE
        .matcher(text)
        .replaceAll(" ")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;");
  }
}
