package dev.patchbay.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.core.report.ResultsJson;
import dev.patchbay.spi.export.ResultsExporterProvider;
import dev.patchbay.spi.report.ComparisonResults;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every exporter of comparisons keeps: extend it and name the provider. */
public abstract class ResultsExporterContract extends OptionsContract<ResultsExporterProvider> {

  @TempDir Path folder;

  private @Nullable ComparisonResults results;

  protected ResultsExporterContract() {
    super(ResultsExporterProvider.class, ResultsExporterProvider::create);
  }

  /** One cell that is done and one that was refused. */
  @BeforeEach
  void readResults() throws IOException {
    Path file = folder.resolve("results.json");
    try (InputStream tiny =
        Objects.requireNonNull(ResultsExporterContract.class.getResourceAsStream("results.json"))) {
      Files.write(file, tiny.readAllBytes());
    }
    results = ResultsJson.read(file);
  }

  @Test
  void write_equalResults_giveEqualBytes() throws IOException {
    assertThat(written()).isNotEmpty().isEqualTo(written());
  }

  /** Decimal commas, digits of their own, an i without its dot. */
  @ParameterizedTest
  @ValueSource(strings = {"de-DE", "fa-IR", "tr-TR"})
  void write_anotherLocale_givesEqualBytes(String locale) throws IOException {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.ROOT);
      Map<String, String> here = written();
      Locale.setDefault(Locale.forLanguageTag(locale));
      assertThat(written()).isEqualTo(here);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void write_files_haveNamesThatStayInTheFolder() throws IOException {
    assertThat(written().keySet()).allMatch(name -> name.matches("[A-Za-z0-9][A-Za-z0-9._-]*"));
  }

  @Test
  void write_singleFile_isOne() throws IOException {
    int files = written().size();

    assertThat(provider().makesFolder() || files == 1)
        .as("it makes no folder and wrote %s files", files)
        .isTrue();
  }

  private Map<String, String> written() throws IOException {
    Map<String, String> files = new TreeMap<>();
    provider()
        .create(options())
        .write(
            Objects.requireNonNull(results),
            (name, content) -> {
              ByteArrayOutputStream out = new ByteArrayOutputStream();
              content.write(out);
              assertThat(files.put(name, out.toString(StandardCharsets.ISO_8859_1)))
                  .as("two files are named %s", name)
                  .isNull();
            });
    return files;
  }
}
