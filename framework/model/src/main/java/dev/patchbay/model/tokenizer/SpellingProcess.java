package dev.patchbay.model.tokenizer;

import dev.patchbay.spi.model.Token;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@link GuardedSpeller} starts: answers its questions one after another, until there are none
 * or the library ends the process.
 */
final class SpellingProcess {

  static final int ENCODE = 1;
  static final int DECODE = 2;

  private SpellingProcess() {}

  public static void main(String[] arguments) throws IOException {
    // The calling process may end while the library is at work.
    ProcessHandle.current().parent().ifPresent(SpellingProcess::endWith);
    DataInputStream in = new DataInputStream(new FileInputStream(FileDescriptor.in));
    DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
    try (Speller speller = new LibrarySpeller(in.readNBytes(in.readInt()))) {
      write(out, "");
      out.flush();
      for (int question = in.read(); question >= 0; question = in.read()) {
        if (question == ENCODE) {
          encode(speller, readText(in), out);
        } else {
          write(out, speller.decode(readIds(in)));
        }
        out.flush();
      }
    } catch (IOException e) {
      write(out, String.valueOf(e.getMessage()));
      out.flush();
    }
  }

  private static void endWith(ProcessHandle parent) {
    var unused = parent.onExit().thenRun(() -> Runtime.getRuntime().halt(1));
  }

  private static void encode(Speller speller, String text, DataOutputStream out)
      throws IOException {
    List<Token> tokens;
    try {
      tokens = speller.encode(text);
    } catch (IllegalArgumentException e) {
      out.writeInt(-1);
      write(out, String.valueOf(e.getMessage()));
      return;
    }
    out.writeInt(tokens.size());
    for (Token token : tokens) {
      out.writeInt(token.id());
      write(out, token.piece());
    }
  }

  private static List<Integer> readIds(DataInputStream in) throws IOException {
    int size = in.readInt();
    List<Integer> ids = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      ids.add(in.readInt());
    }
    return ids;
  }

  static String readText(DataInputStream in) throws IOException {
    int size = in.readInt();
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new IOException("the answer ends within a text");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  static void write(DataOutputStream out, String text) throws IOException {
    write(out, text.getBytes(StandardCharsets.UTF_8));
  }

  static void write(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }
}
