package dev.patchbay.export;

/** How text is quoted in DOT, so that Graphviz shows it as it is. */
final class DotText {

  private DotText() {}

  /**
   * An identifier or a plain attribute. Between quotes DOT knows one escape, {@code \"}; names of
   * nodes and edges hold no backslash.
   */
  static String quoted(String name) {
    return '"' + name.replace("\"", "\\\"") + '"';
  }

  /**
   * Text inside an HTML-like label. Backslashes mean nothing there, {@code &} and the brackets are
   * written as entities, a line end becomes a break.
   */
  static String html(String text) {
    return ReportText.xmlSafe(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("\r\n", "<BR/>")
        .replace("\n", "<BR/>")
        .replace("\r", "<BR/>");
  }
}
