package dev.patchbay.runs;

import dev.patchbay.export.CsvFormat;
import dev.patchbay.export.DotFormat;
import dev.patchbay.export.EapIgJsonFormat;
import dev.patchbay.export.GraphMlFormat;
import dev.patchbay.export.SvgFormat;
import dev.patchbay.export.report.HtmlFormat;
import dev.patchbay.export.results.ResultsPage;
import dev.patchbay.export.results.ResultsPlots;
import dev.patchbay.spi.export.ExporterProvider;
import dev.patchbay.spi.export.ResultsExporterProvider;
import dev.patchbay.testkit.ExporterContract;
import dev.patchbay.testkit.ResultsExporterContract;
import org.junit.jupiter.api.Nested;

/**
 * What is asked of any exporter is asked of ours; here, because the module of the exporters may not
 * know the core that the test kit brings along.
 */
class ExporterContractsTest {

  @Nested
  class CsvFormatTest extends ExporterContract {

    @Override
    protected ExporterProvider provider() {
      return new CsvFormat();
    }
  }

  @Nested
  class DotFormatTest extends ExporterContract {

    @Override
    protected ExporterProvider provider() {
      return new DotFormat();
    }
  }

  @Nested
  class EapIgJsonFormatTest extends ExporterContract {

    @Override
    protected ExporterProvider provider() {
      return new EapIgJsonFormat();
    }
  }

  @Nested
  class GraphMlFormatTest extends ExporterContract {

    @Override
    protected ExporterProvider provider() {
      return new GraphMlFormat();
    }
  }

  @Nested
  class HtmlFormatTest extends ExporterContract {

    @Override
    protected ExporterProvider provider() {
      return new HtmlFormat();
    }
  }

  @Nested
  class ResultsPageTest extends ResultsExporterContract {

    @Override
    protected ResultsExporterProvider provider() {
      return new ResultsPage();
    }
  }

  @Nested
  class ResultsPlotsTest extends ResultsExporterContract {

    @Override
    protected ResultsExporterProvider provider() {
      return new ResultsPlots();
    }
  }

  @Nested
  class SvgFormatTest extends ExporterContract {

    @Override
    protected ExporterProvider provider() {
      return new SvgFormat();
    }
  }
}
