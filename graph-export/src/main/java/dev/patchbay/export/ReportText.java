package dev.patchbay.export;

import com.fasterxml.jackson.core.io.NumberOutput;
import dev.patchbay.spi.graph.Edge;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.graph.Port;
import dev.patchbay.spi.report.CircuitReport;
import java.io.BufferedWriter;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** What the text formats share: how a number, a score, a place in the model is put in words. */
final class ReportText {

  private static final int REPLACEMENT = 0xFFFD;

  private ReportText() {}

  /** A buffered UTF-8 writer; flush it, do not close it: the stream is the caller's. */
  static Writer writer(OutputStream out) {
    return new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
  }

  /**
   * The shortest decimal that reads back as the same double. Not {@link Double#toString}, whose
   * digits differ between versions of Java.
   */
  static String exact(double number) {
    return NumberOutput.toString(number, true);
  }

  /** The edge's score; nothing where it has none, as a wire. */
  static OptionalDouble score(CircuitReport report, Edge edge) {
    return edge.port() == Port.WIRE
        ? OptionalDouble.empty()
        : report.scores().score(report.graph().ordinal(edge));
  }

  /** The node's layer; nothing for the embeddings and the logits. */
  static OptionalInt layer(Node node) {
    return switch (node.kind()) {
      case INPUT, POSITIONS, LOGITS -> OptionalInt.empty();
      case HEAD, KV_GROUP, MLP -> OptionalInt.of(node.layer());
    };
  }

  /** The head's number within its layer; nothing for other nodes. */
  static OptionalInt head(Node node) {
    return node.kind() == Node.Kind.HEAD ? OptionalInt.of(node.index()) : OptionalInt.empty();
  }

  /**
   * The text without what XML 1.0 cannot hold, not even escaped: control characters and halves of
   * surrogate pairs become the replacement character.
   */
  static String xmlSafe(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints().map(c -> isXml(c) ? c : REPLACEMENT).forEach(safe::appendCodePoint);
    return safe.toString();
  }

  /** The production {@code Char} of XML 1.0. */
  private static boolean isXml(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= 0x20 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }
}
