package dev.patchbay.core.lookup;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.CheckpointConfig;
import dev.patchbay.spi.model.StoredTensor;
import dev.patchbay.spi.model.Token;
import dev.patchbay.spi.model.Tokenizer;
import dev.patchbay.spi.run.Progress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A checkpoint of which no further piece is read, and with which no further text is tokenized, once
 * the user wants to stop: weights may be many gigabytes, and prompts many thousands.
 *
 * @param inner whose pieces they are; it is closed with this
 * @param progress asked before each piece and each text
 */
record StoppableCheckpoint(Checkpoint inner, Progress progress) implements Checkpoint {

  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public CheckpointConfig config() {
    return inner.config();
  }

  @Override
  public Set<String> tensorNames() {
    return inner.tensorNames();
  }

  @Override
  public StoredTensor tensor(String name) {
    return new Pieces(inner.tensor(name), progress);
  }

  @Override
  public Optional<Tokenizer> tokenizer() {
    return inner.tokenizer().map(tokenizer -> new Texts(tokenizer, progress));
  }

  @Override
  public void close() {
    inner.close();
  }

  private record Pieces(StoredTensor inner, Progress progress) implements StoredTensor {

    @Override
    public DataType dataType() {
      return inner.dataType();
    }

    @Override
    public Shape shape() {
      return inner.shape();
    }

    @Override
    public ByteBuffer bytes(long offset, int length) {
      progress.throwIfStopped();
      return inner.bytes(offset, length);
    }
  }

  private record Texts(Tokenizer inner, Progress progress) implements Tokenizer {

    @Override
    public List<Token> encode(String text) {
      progress.throwIfStopped();
      return inner.encode(text);
    }

    @Override
    public String decode(List<Integer> ids) {
      progress.throwIfStopped();
      return inner.decode(ids);
    }

    @Override
    public Optional<Token> bos() {
      return inner.bos();
    }

    @Override
    public boolean addsBos() {
      return inner.addsBos();
    }

    @Override
    public int size() {
      return inner.size();
    }
  }
}
