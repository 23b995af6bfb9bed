package dev.patchbay.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.plugin.Plugin;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What every plug-in keeps that makes something from options.
 *
 * @param <P> the kind
 */
public abstract class OptionsContract<P extends Plugin> extends PluginContract<P> {

  /** Makes the product; the kinds name the method, so each contract says how. */
  protected abstract Object create(Options options);

  /** With which options the plug-in is tried; its fallbacks, unless overridden. */
  protected Options options() {
    return Options.none(name());
  }

  @Test
  void create_noOptions_takesTheFallbacks() {
    assertThat(create(Options.none(name()))).isNotNull();
  }

  @Test
  void create_unknownOption_isRefusedByName() {
    Options unknown = new Options(name(), Map.of("no-such-option", "1"));

    assertThatThrownBy(() -> create(unknown))
        .isInstanceOf(PatchbayException.class)
        .hasMessageContaining("no-such-option")
        .extracting(thrown -> ((PatchbayException) thrown).kind())
        .isEqualTo(PatchbayException.Kind.USAGE);
  }
}
