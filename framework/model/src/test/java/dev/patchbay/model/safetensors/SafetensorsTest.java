package dev.patchbay.model.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.patchbay.spi.model.StoredTensor;
import dev.patchbay.spi.plugin.PatchbayException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {

  private static final String DAMAGED =
      "\nThe file is damaged or no safetensors file: copy or download it again.";

  @TempDir Path folder;

  @Test
  void open_aSmallFile_hasItsTensors() {
    Safetensors file =
        Safetensors.open(
            new SafetensorsWriter()
                .f32("a", new long[] {2}, 1, 2)
                .tensor("mask", "BOOL", new long[] {1, 3}, new byte[3])
                .write(file()));

    assertThat(file.names()).containsExactly("a", "mask");
    assertThat(file.tensor("mask").shape()).isEqualTo(new Shape(1, 3));
    assertThat(file.tensor("mask").dataType()).isEqualTo(DataType.BOOLEAN);
  }

  @Test
  void bytes_ofATensor_areItsOwnReadOnlyAndLittleEndian() {
    Safetensors file =
        Safetensors.open(
            new SafetensorsWriter()
                .f32("a", new long[] {2}, 1, 2)
                .f32("b", new long[] {3}, 3, 4, 5)
                .write(file()));

    ByteBuffer bytes = file.tensor("b").bytes(4, 8);

    assertThat(bytes.isReadOnly()).isTrue();
    assertThat(bytes.getFloat()).isEqualTo(4);
    assertThat(bytes.getFloat()).isEqualTo(5);
  }

  @Test
  void bytes_beyondTheTensor_areRefused() {
    StoredTensor tensor =
        Safetensors.open(
                new SafetensorsWriter()
                    .f32("a", new long[] {2}, 1, 2)
                    .f32("b", new long[] {1}, 3)
                    .write(file()))
            .tensor("a");

    assertThatThrownBy(() -> tensor.bytes(4, 8)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  /** A sparse file: it takes no room on disk, and nothing of its size may be allocated. */
  @Test
  void bytes_beyondTwoGibibytes_areRead() throws IOException {
    long numbers = (5L << 30) / Float.BYTES;
    byte[] header =
        "{\"big\":{\"dtype\":\"F32\",\"shape\":[%s],\"data_offsets\":[0,%s]}}"
            .formatted(numbers, numbers * Float.BYTES)
            .getBytes(StandardCharsets.UTF_8);
    try (RandomAccessFile sparse = new RandomAccessFile(file().toFile(), "rw")) {
      sparse.write(
          ByteBuffer.wrap(new byte[Long.BYTES])
              .order(ByteOrder.LITTLE_ENDIAN)
              .putLong(0, header.length)
              .array());
      sparse.write(header);
      sparse.seek(Long.BYTES + header.length + (numbers - 1) * Float.BYTES);
      sparse.writeInt(Integer.reverseBytes(Float.floatToIntBits(7)));
    }

    StoredTensor big = Safetensors.open(file()).tensor("big");

    assertThat(big.bytes((numbers - 2) * Float.BYTES, 8).getFloat(4)).isEqualTo(7);
    assertThat(big.bytes((1L << 31) - 2, 4).getInt()).isZero();
  }

  @Test
  void open_noFile_isRefused() {
    assertRefused(
        folder.resolve("none.safetensors"),
        "none.safetensors: there is no such file.\nGive a safetensors file that exists.");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7})
  void open_aFileShorterThanItsLengthField_isRefused(int bytes) {
    assertRefused(
        SafetensorsWriter.bytes(file(), new byte[bytes]),
        ": the file has only " + bytes + " bytes." + DAMAGED);
  }

  @ParameterizedTest
  @CsvSource({
    "3, 3",
    "1099511627776, 1099511627776",
    "9223372036854775807, 9223372036854775807",
    "-1, 18446744073709551615"
  })
  void open_aHeaderLongerThanTheFile_isRefused(long length, String shown) {
    byte[] bytes =
        ByteBuffer.wrap(new byte[10]).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length).array();

    assertRefused(
        SafetensorsWriter.bytes(file(), bytes),
        ": the header claims "
            + shown
            + " bytes, but the file has 2 after its first eight."
            + DAMAGED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]|the header is no JSON object",
        "7|the header is no JSON object",
        "''|the header is no JSON object",
        "{\"a\"|the header is not valid JSON (",
        "nonsense|the header is not valid JSON (",
        "{} {}|something follows the JSON object of the header",
        "{\"a\":7}|tensor 'a' lacks dtype, shape or data_offsets",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}|tensor 'a' lacks dtype, shape or data_offsets",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]}}|tensor 'a' lacks dtype,",
      })
  void open_aHeaderOfAnotherKind_isRefused(String header, String problem) {
    assertRefused(SafetensorsWriter.raw(file(), header, new byte[8]), problem);
  }

  @Test
  void open_aHeaderThatIsNestedWithoutEnd_isRefused() {
    assertRefused(
        SafetensorsWriter.raw(file(), "{\"a\":" + "[".repeat(100_000)),
        "the header is not valid JSON (");
  }

  @Test
  void open_twoTensorsOfOneName_isRefused() {
    String line = line("a", "F32", "[1]", "[0,4]");

    assertRefused(
        SafetensorsWriter.raw(file(), "{" + line + "," + line + "}", new byte[4]),
        "the header is not valid JSON (Duplicate field 'a')");
  }

  @ParameterizedTest
  @ValueSource(strings = {"F8_E4M3", "F8_E5M2", "F4", "Q4_0", "C64", "f32"})
  void tensor_ofAnUnknownType_isRefusedByNameAndTheOthersAreRead(String dtype) {
    String header = line("a", dtype, "[3]", "[0,2]") + "," + line("b", "F32", "[1]", "[2,6]");
    Safetensors opened =
        Safetensors.open(SafetensorsWriter.raw(file(), "{" + header + "}", new byte[6]));

    assertThat(opened.names()).containsExactly("a", "b");
    assertThat(opened.tensor("b").bytes(0, 4).getFloat()).isZero();
    assertThatThrownBy(() -> opened.tensor("a"))
        .isInstanceOf(PatchbayException.class)
        .hasMessage(
            file()
                + ": tensor 'a' is stored as '"
                + dtype
                + "', which is not read.\nQuantised and other types are refused;"
                + " save the weights as F64, F32, F16 or BF16.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"[0,9]|ends at byte 9", "[2,1]|its offsets are [2,1]"})
  void open_anUnknownTypeOutOfPlace_isRefused(String offsets, String problem) {
    assertRefused(
        SafetensorsWriter.raw(
            file(), "{" + line("a", "F8_E4M3", "[1]", offsets) + "}", new byte[8]),
        problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[-1]",
        "[1.5]",
        "[\"2\"]",
        "[4611686018427387904]",
        "[4294967296,4294967296]",
        "[99999999999999999999]",
        "[9223372036854775807,2,0]"
      })
  void open_aShapeThatCannotBe_isRefused(String shape) {
    assertRefused(
        SafetensorsWriter.raw(file(), "{" + line("a", "F32", shape, "[0,8]") + "}", new byte[8]),
        ": tensor 'a' has the impossible shape " + shape + "." + DAMAGED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[-4,4]", "[0.0,8.0]", "[0,99999999999999999999]", "[null,8]"})
  void open_offsetsThatAreNone_areRefused(String offsets) {
    assertRefused(
        SafetensorsWriter.raw(file(), "{" + line("a", "F32", "[2]", offsets) + "}", new byte[8]),
        ": tensor 'a' has the offsets " + offsets + "." + DAMAGED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[0,4]", "[8,0]", "[0,9]", "[0,9223372036854775807]"})
  void open_offsetsThatDoNotFitTheShape_areRefused(String offsets) {
    assertRefused(
        SafetensorsWriter.raw(file(), "{" + line("a", "F32", "[2]", offsets) + "}", new byte[8]),
        ": tensor 'a' of shape [2] in F32 needs 8 bytes, but its offsets are " + offsets + ".");
  }

  @Test
  void open_aTruncatedFile_isRefused() {
    assertRefused(
        SafetensorsWriter.raw(file(), "{" + line("a", "F32", "[2]", "[0,8]") + "}", new byte[7]),
        ": tensor 'a' ends at byte 8 of the data, but only 7 bytes are there." + DAMAGED);
  }

  @Test
  void open_tensorsThatOverlap_areRefused() {
    String header =
        "{" + line("a", "F32", "[2]", "[0,8]") + "," + line("b", "F32", "[2]", "[4,12]") + "}";

    assertRefused(
        SafetensorsWriter.raw(file(), header, new byte[12]),
        ": the tensors 'a' and 'b' overlap." + DAMAGED);
  }

  /**
   * What the format's own reader (safetensors 0.8) refuses with "invalid offset", "not covered".
   */
  @ParameterizedTest
  @CsvSource({
    "'[4,8]', '[8,12]', 12, no tensor has the bytes 0 to 4 of the data before 'a'",
    "'[0,4]', '[8,12]', 12, no tensor has the bytes 4 to 8 of the data before 'b'",
    "'[0,4]', '[4,8]', 9, the last tensor ends at byte 8 of the data but 9 bytes are there",
    "'[0,4]', '[0,4]', 4, the tensors 'b' and 'a' overlap"
  })
  void open_tensorsThatDoNotCoverTheData_areRefused(
      String first, String second, int bytes, String problem) {
    String header =
        "{" + line("b", "F32", "[1]", second) + "," + line("a", "F32", "[1]", first) + "}";

    assertRefused(
        SafetensorsWriter.raw(file(), header, new byte[bytes]),
        ": " + problem.replace("data b", "data, b") + "." + DAMAGED);
  }

  @ParameterizedTest
  @CsvSource({
    "UTF-8,\uFEFF,(Unexpected character",
    "UTF-16LE,'',(Illegal character",
    "UTF-16,'',UTF-8"
  })
  void open_aHeaderInAnotherEncoding_isRefused(String encoding, String mark, String problem) {
    byte[] header =
        (mark + "{" + line("a", "F32", "[0]", "[0,0]") + "}").getBytes(Charset.forName(encoding));
    byte[] file = new byte[Long.BYTES + header.length];
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).put(header);

    assertRefused(SafetensorsWriter.bytes(file(), file), ": the header is no");
    assertRefused(file(), problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "7", "{\"format\": 7}"})
  void open_metadataThatAreNotTexts_areRefused(String metadata) {
    assertRefused(
        SafetensorsWriter.raw(file(), "{\"__metadata__\":" + metadata + "}"),
        ": '__metadata__' is not an object of texts." + DAMAGED);
  }

  @Test
  void tensor_thatIsNotThere_isNamedWithItsNeighbours() {
    Safetensors file =
        Safetensors.open(
            new SafetensorsWriter().f32("wte.weight", new long[] {1}, 1).write(file()));

    assertThatThrownBy(() -> file.tensor("wte.weigth"))
        .isInstanceOf(PatchbayException.class)
        .hasMessageContaining("there is no tensor 'wte.weigth'. Did you mean 'wte.weight'?");
  }

  private Path file() {
    return folder.resolve("model.safetensors");
  }

  private static String line(String name, String dtype, String shape, String offsets) {
    return "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}"
        .formatted(name, dtype, shape, offsets);
  }

  private static void assertRefused(Path file, String message) {
    assertThatThrownBy(() -> Safetensors.open(file))
        .isInstanceOf(PatchbayException.class)
        .hasMessageContaining(message);
  }
}
