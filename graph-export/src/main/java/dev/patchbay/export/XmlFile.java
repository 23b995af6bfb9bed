package dev.patchbay.export;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** An XML document on its way into a stream, which stays open. */
public final class XmlFile {

  private XmlFile() {}

  /** What writes the document. */
  public interface Content {
    void write(XMLStreamWriter xml) throws XMLStreamException;
  }

  /**
   * Writes the document.
   *
   * @throws IOException what the stream threw
   */
  public static void write(OutputStream out, Content content) throws IOException {
    Writer text = ReportText.writer(out);
    try {
      // The JDK's own writer whatever else is on the class path: equal reports, equal bytes.
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      content.write(xml);
      xml.flush();
    } catch (XMLStreamException e) {
      throw e.getNestedException() instanceof IOException failed ? failed : new IOException(e);
    }
    text.flush();
  }
}
