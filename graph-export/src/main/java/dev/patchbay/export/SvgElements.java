package dev.patchbay.export;

import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes the elements of an SVG, one a line. All text passes the XML writer, which escapes it.
 *
 * <p>Attributes are written {@code name=value}, with a blank between two; each {@code %s} in them
 * stands for the next of the values, which may hold anything: numbers are lengths in pixels.
 */
public final class SvgElements {

  private static final Pattern SLOT = Pattern.compile("%s");

  private final XMLStreamWriter xml;

  public SvgElements(XMLStreamWriter xml) {
    this.xml = xml;
  }

  /** Opens an element. */
  public void open(String name, String attributes, Object... values) throws XMLStreamException {
    xml.writeCharacters("\n");
    xml.writeStartElement(name);
    write(attributes, values);
  }

  /** Closes the element that was opened last. */
  public void close() throws XMLStreamException {
    xml.writeEndElement();
  }

  /** An element without content. */
  public void empty(String name, String attributes, Object... values) throws XMLStreamException {
    xml.writeEmptyElement(name);
    write(attributes, values);
  }

  /** Words that are drawn. */
  public void text(String text, String attributes, Object... values) throws XMLStreamException {
    xml.writeStartElement("text");
    write(attributes, values);
    xml.writeCharacters(text);
    xml.writeEndElement();
  }

  /** An element that holds text alone. */
  public void holding(String name, String text) throws XMLStreamException {
    xml.writeStartElement(name);
    xml.writeCharacters(text);
    xml.writeEndElement();
  }

  /** Opens a group that is one picture to a screen reader, and shows its words on hovering. */
  void openPicture(String id, String type, String words) throws XMLStreamException {
    open("g", "id=%s class=%s role=img aria-label=%s", id, type, words);
    holding("title", words);
  }

  private void write(String attributes, Object... values) throws XMLStreamException {
    Iterator<Object> next = List.of(values).iterator();
    for (String attribute : attributes.split(" ", -1)) {
      int name = attribute.indexOf('=');
      String value =
          SLOT.matcher(attribute.substring(name + 1))
              .replaceAll(slot -> Matcher.quoteReplacement(written(next.next())));
      xml.writeAttribute(attribute.substring(0, name), value);
    }
  }

  private static String written(Object value) {
    return value instanceof Number pixels ? SvgText.number(pixels.doubleValue()) : value.toString();
  }
}
