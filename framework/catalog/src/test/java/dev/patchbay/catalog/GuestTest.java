package dev.patchbay.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import dev.patchbay.spi.metric.Metric;
import dev.patchbay.spi.metric.MetricProvider;
import dev.patchbay.spi.metric.MetricTraits;
import dev.patchbay.spi.metric.Readout;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.ModelSource;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.plugin.PluginDescriptor;
import dev.patchbay.spi.strategy.DiscoveryResult;
import dev.patchbay.spi.strategy.DiscoveryStrategy;
import dev.patchbay.spi.strategy.StrategyProvider;
import dev.patchbay.spi.task.Task;
import dev.patchbay.testing.FakePlugins;
import dev.patchbay.testing.FakePlugins.FakeExporter;
import dev.patchbay.testing.FakePlugins.FakeMetric;
import dev.patchbay.testing.FakePlugins.FakeTask;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the fakes are given does not matter: nothing looks at it. */
@SuppressWarnings("NullAway")
class GuestTest {

  private static final String PLACE =
      "%s in %s".formatted(Scripted.class.getName(), Origins.of(Scripted.class));

  /** A strategy, a metric and a model source that do as the test says. */
  private record Scripted(Supplier<@Nullable Object> answer)
      implements StrategyProvider, MetricProvider, ModelSource {

    @Override
    public PluginDescriptor descriptor() {
      return new PluginDescriptor("scripted", "A fake.", "none", "none");
    }

    @Override
    public Made create(Options options) {
      return new Made(answer);
    }

    @Override
    @SuppressWarnings("unchecked")
    public Optional<Checkpoint> open(String reference) {
      return (Optional<Checkpoint>) answer.get();
    }
  }

  private record Made(Supplier<@Nullable Object> answer) implements DiscoveryStrategy, Metric {

    @Override
    public DiscoveryResult discover(
        dev.patchbay.spi.run.Experiment experiment, dev.patchbay.spi.run.Progress progress) {
      return (DiscoveryResult) answer.get();
    }

    @Override
    public MetricTraits traits() {
      return FakePlugins.METRIC.traits();
    }

    @Override
    public NDArray values(Readout readout) {
      return (NDArray) answer.get();
    }
  }

  private static <P extends dev.patchbay.spi.plugin.Plugin> P guest(
      PluginKind<P> kind, Supplier<@Nullable Object> answer) {
    return PluginCatalog.of(new Scripted(answer)).get(kind, "scripted");
  }

  private static Supplier<@Nullable Object> throwing(Throwable thrown) {
    return () -> {
      throw GuestTest.<RuntimeException>sneaked(thrown);
    };
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // an undeclared exception
  private static <T extends Throwable> T sneaked(Throwable thrown) throws T {
    throw (T) thrown;
  }

  private static Stream<Throwable> mistakes() {
    return Stream.of(
        new IllegalStateException("odd"),
        new NoSuchMethodError("odd"),
        new AssertionError("odd"),
        new StackOverflowError("odd"),
        new Exception("odd"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void call_throwsByMistake_pluginAndCallNamed(Throwable mistake) {
    DiscoveryStrategy strategy =
        guest(PluginKind.STRATEGY, throwing(mistake)).create(Options.none("scripted"));

    assertThatThrownBy(() -> strategy.discover(null, null))
        .isInstanceOf(PatchbayException.class)
        .hasCause(mistake)
        .hasMessage(
            "The strategy 'scripted' stopped in 'discover' with %s: odd.\nThat is a fault of the plug-in or of what it was given; it is %s."
                .formatted(mistake.getClass().getName(), PLACE));
  }

  @Test
  void call_memoryRunsOut_pluginCallAndWayOutNamed() {
    DiscoveryStrategy strategy =
        guest(PluginKind.STRATEGY, throwing(new OutOfMemoryError("Java heap space")))
            .create(Options.none("scripted"));

    assertThatThrownBy(() -> strategy.discover(null, null))
        .hasMessage(
            "Memory ran out in 'discover' of the strategy 'scripted': Java heap space.\nUse a smaller --batch-size, or more memory: JAVA_OPTS=-Xmx8g patchbay ...; the plug-in is %s."
                .formatted(PLACE));
  }

  @Test
  void call_answersWithNull_pluginAndCallNamed() {
    DiscoveryStrategy strategy =
        guest(PluginKind.STRATEGY, () -> null).create(Options.none("scripted"));

    assertThatThrownBy(() -> strategy.discover(null, null))
        .hasMessageStartingWith("The strategy 'scripted' answered 'discover' with null.\n");
  }

  @Test
  void call_answersWithARecordThatLacksAPart_partNamed() {
    DiscoveryStrategy strategy =
        guest(
                PluginKind.STRATEGY,
                () -> new DiscoveryResult(null, Optional.empty(), List.of(), List.of(), List.of()))
            .create(Options.none("scripted"));

    assertThatThrownBy(() -> strategy.discover(null, null))
        .hasMessageStartingWith(
            "The strategy 'scripted' answered 'discover' with a DiscoveryResult whose 'scores' is null.\n");
  }

  @Test
  void call_throwsWhatCannotBeToldOf_classNamed() {
    RuntimeException mute =
        new RuntimeException() {
          private static final long serialVersionUID = 1L;

          @Override
          public String getMessage() {
            throw new IllegalStateException("mute");
          }
        };
    DiscoveryStrategy strategy =
        guest(PluginKind.STRATEGY, throwing(mute)).create(Options.none("scripted"));

    assertThatThrownBy(() -> strategy.discover(null, null))
        .hasMessageStartingWith(
            "The strategy 'scripted' stopped in 'discover' with %s.\n"
                .formatted(mute.getClass().getName()));
  }

  @Test
  void call_leavesTheThreadInterrupted_itIsNot() {
    DiscoveryStrategy strategy =
        guest(
                PluginKind.STRATEGY,
                () -> {
                  Thread.currentThread().interrupt();
                  throw new IllegalStateException("odd");
                })
            .create(Options.none("scripted"));

    assertThatThrownBy(() -> strategy.discover(null, null)).hasMessageContaining("odd");
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void call_inheritedMethod_theMissingAnswerIsNamed() {
    Metric metric = guest(PluginKind.METRIC, () -> null).create(Options.none("scripted"));

    assertThatThrownBy(() -> metric.losses(null))
        .hasMessageStartingWith("The metric 'scripted' answered 'values' with null.\n");
  }

  @Test
  void call_refusal_asItIs() {
    PatchbayException refusal = PatchbayException.usage("Too long.", "Shorten it.");
    DiscoveryStrategy strategy =
        guest(PluginKind.STRATEGY, throwing(refusal)).create(Options.none("scripted"));

    assertThatThrownBy(() -> strategy.discover(null, null)).isSameAs(refusal);
  }

  @Test
  void call_exceptionThatTheMethodDeclares_asItIs() {
    IOException full = new IOException("disk full");
    FakeExporter exporter =
        new FakeExporter(
            "dot",
            (report, out) -> {
              throw full;
            });

    assertThatThrownBy(
            () ->
                PluginCatalog.of(exporter)
                    .get(PluginKind.EXPORTER, "dot")
                    .create(Options.none("dot"))
                    .write(null, new ByteArrayOutputStream()))
        .isSameAs(full);
  }

  @Test
  void open_checkpoint_isAGuestToo() {
    Checkpoint broken =
        new dev.patchbay.spi.model.MemoryCheckpoint(
            "none", new dev.patchbay.spi.model.CheckpointConfig("none", java.util.Map.of()), null);
    ModelSource source = guest(PluginKind.MODEL_SOURCE, () -> Optional.of(broken));

    assertThatThrownBy(() -> source.open("x").orElseThrow().tensor("w"))
        .hasMessageStartingWith(
            "The model source 'scripted' stopped in 'tensor' with java.lang.NullPointerException");
  }

  @Test
  void equals_sameGuest_isEqual() {
    FakeMetric metric = new FakeMetric("accuracy");
    PluginCatalog catalog = PluginCatalog.of(metric, new FakeTask("sums", "accuracy"));

    assertThat(catalog.get(PluginKind.METRIC, "accuracy"))
        .isEqualTo(catalog.get(PluginKind.METRIC, "accuracy"))
        .isEqualTo(metric)
        .hasSameHashCodeAs(metric);
    Task task = catalog.get(PluginKind.TASK, "sums").create(Options.none("sums"));
    assertThat(task.metric()).isEqualTo("accuracy");
  }
}
