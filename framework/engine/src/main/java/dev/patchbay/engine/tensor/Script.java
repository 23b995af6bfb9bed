package dev.patchbay.engine.tensor;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Functions that are written as TorchScript in a text beside this class, and run by the tensor
 * engine in one call each. The engine reads archives of such texts; this puts one together.
 *
 * <p>Lives as long as the process. Several threads may call.
 */
final class Script {

  private static final String OBJECT = "__torch__\nKernels\n";

  /** A pickle of the object whose methods the functions are; it has no attributes. */
  private static final String OBJECT_PICKLE =
      "800263"
          + HexFormat.of().formatHex(OBJECT.getBytes(StandardCharsets.US_ASCII))
          + "29817d622e";

  private static final String NO_CONSTANTS_PICKLE = "8002292e";

  /** The archive's format, of PyTorch 2. */
  private static final String VERSION = "10\n";

  private final Tensors numbers;
  private final PtSymbolBlock block;

  private Script(Tensors numbers, PtSymbolBlock block) {
    this.numbers = numbers;
    this.block = block;
  }

  /**
   * Loads a text.
   *
   * @param file its name
   * @throws EngineException if the engine does not know what the text asks for
   */
  static Script load(String file) {
    NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    try (InputStream archive = new ByteArrayInputStream(archive(text(file)))) {
      PtSymbolBlock block = JniUtils.loadModule((PtNDManager) manager, archive, false, false);
      return new Script(new Tensors(manager, DataType.FLOAT64), block);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] text(String file) throws IOException {
    try (InputStream in = Script.class.getResourceAsStream(file)) {
      return Objects.requireNonNull(in, file).readAllBytes();
    }
  }

  private static byte[] archive(byte[] text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      add(zip, "data.pkl", HexFormat.of().parseHex(OBJECT_PICKLE));
      add(zip, "code/__torch__.py", text);
      add(zip, "constants.pkl", HexFormat.of().parseHex(NO_CONSTANTS_PICKLE));
      add(zip, "version", VERSION.getBytes(StandardCharsets.US_ASCII));
    }
    return bytes.toByteArray();
  }

  /** Adds a file as it is: the engine reads no compressed ones. */
  private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 sum = new CRC32();
    sum.update(content);
    ZipEntry entry = new ZipEntry("kernels/" + name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(sum.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  /** A number as functions take it, for as long as the process lives [] on the CPU. */
  NDArray number(double value) {
    return Scratch.release(numbers.of(new double[] {value}, new Shape()));
  }

  /**
   * A function by its name.
   *
   * @param manager of its results
   */
  Function function(String name, NDManager manager) {
    // DJL calls the function that the first tensor is named after, and does not pass that on.
    NDArray named = Scratch.release(manager.zeros(new Shape()));
    named.setName("module_method:" + name);
    return new Function(block, named);
  }

  /** A function of a text; gradients flow through it where they do through its operations. */
  record Function(PtSymbolBlock block, NDArray named) {

    NDArray call(NDArray... arguments) {
      NDList inputs = new NDList(1 + arguments.length);
      inputs.add(named);
      for (NDArray argument : arguments) {
        inputs.add(argument);
      }
      return IValueUtils.forward(block, inputs, true).get(0);
    }
  }
}
