package dev.patchbay.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.spi.ablation.AblationProvider;
import dev.patchbay.spi.metric.MetricProvider;
import dev.patchbay.spi.plugin.Option;
import dev.patchbay.spi.plugin.Option.Role;
import dev.patchbay.spi.plugin.Plugin;
import dev.patchbay.spi.plugin.PluginDescriptor;
import dev.patchbay.spi.strategy.StrategyProvider;
import dev.patchbay.spi.task.TaskProvider;
import java.lang.reflect.RecordComponent;
import java.util.EnumSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What every plug-in keeps, whatever its kind.
 *
 * @param <P> the kind
 */
public abstract class PluginContract<P extends Plugin> {

  private static final List<Class<? extends Plugin>> SEEDED =
      List.of(
          StrategyProvider.class, MetricProvider.class, AblationProvider.class, TaskProvider.class);

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

  @Test
  void options_rolesTheyPlay_suitTheirTypesAndTheKind() {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (RecordComponent component : provider().options().getRecordComponents()) {
      Role role = component.getAnnotation(Option.class).role();
      assertThat(role.fits(component.getType())).as("%s can be the %s", component, role).isTrue();
      assertThat(role == Role.PLAIN || roles.add(role)).as("one %s alone", role).isTrue();
    }
    if (roles.contains(Role.SEED)) {
      assertThat(SEEDED).as("what a run seeds").contains(kind());
    }
    if (roles.contains(Role.THRESHOLD)) {
      assertThat(provider() instanceof StrategyProvider strategy && strategy.decidesCircuit())
          .as("what has a threshold decides the circuit")
          .isTrue();
    }
  }
}
