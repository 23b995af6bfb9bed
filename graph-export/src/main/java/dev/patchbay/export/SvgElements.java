package dev.patchbay.export;

import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes the elements of an SVG, one a line. All text passes the XML writer, which escapes it. */
public final class SvgElements {

  private final XMLStreamWriter xml;

  public SvgElements(XMLStreamWriter xml) {
    this.xml = xml;
  }

  /**
   * Opens an element.
   *
   * @param attributes names and values in turn
   */
  public void open(String name, String... attributes) throws XMLStreamException {
    xml.writeCharacters("\n");
    xml.writeStartElement(name);
    attributes(attributes);
  }

  /** Closes the element that was opened last. */
  public void close() throws XMLStreamException {
    xml.writeEndElement();
  }

  /** An element without content. */
  public void empty(String name, String... attributes) throws XMLStreamException {
    xml.writeEmptyElement(name);
    attributes(attributes);
  }

  /** An element that holds text alone. */
  public void text(String name, String text, String... attributes) throws XMLStreamException {
    xml.writeStartElement(name);
    attributes(attributes);
    xml.writeCharacters(text);
    xml.writeEndElement();
  }

  /** Opens a group that is one picture to a screen reader, and shows its words on hovering. */
  void openPicture(String id, String type, String words) throws XMLStreamException {
    open("g", "id", id, "class", type, "role", "img", "aria-label", words);
    text("title", words);
  }

  private void attributes(String... attributes) throws XMLStreamException {
    for (int i = 0; i < attributes.length; i += 2) {
      xml.writeAttribute(attributes[i], attributes[i + 1]);
    }
  }
}
