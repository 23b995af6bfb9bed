package dev.patchbay.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.spi.plugin.Option;
import dev.patchbay.spi.plugin.Plugin;
import dev.patchbay.spi.plugin.PluginDescriptor;
import java.lang.reflect.RecordComponent;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/**
 * What every plug-in keeps, whatever its kind.
 *
 * @param <P> the kind
 */
public abstract class PluginContract<P extends Plugin> {

  /** The plug-in under test. */
  protected abstract P provider();

  /** The kind, under which the plug-in is registered. */
  protected abstract Class<P> kind();

  /** The plug-in's name. */
  protected final String name() {
    return provider().descriptor().name();
  }

  @Test
  void descriptor_everyField_says() {
    PluginDescriptor descriptor = provider().descriptor();

    assertThat(descriptor.name()).matches("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    assertThat(descriptor.summary()).as("the summary is a sentence").endsWith(".");
    assertThat(descriptor.citation()).as("the citation, 'none' if there is none").isNotBlank();
    assertThat(descriptor.cost()).as("the cost, 'none' if there is none").isNotBlank();
  }

  @Test
  void registration_serviceLoader_findsItOnceByItsName() {
    assertThat(
            ServiceLoader.load(kind(), provider().getClass().getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .filter(plugin -> plugin.descriptor().name().equals(name())))
        .as("META-INF/services/%s names %s, and nothing else has its name", kind(), provider())
        .singleElement()
        .isInstanceOf(provider().getClass());
  }

  @Test
  void options_everyComponent_isDocumented() {
    for (RecordComponent component : provider().options().getRecordComponents()) {
      Option option = component.getAnnotation(Option.class);
      assertThat(option).as("@Option of %s", component).isNotNull();
      assertThat(option.value()).as("what %s does", component).isNotBlank();
    }
  }
}
