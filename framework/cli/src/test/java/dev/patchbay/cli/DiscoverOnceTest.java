package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.catalog.PluginKind;
import dev.patchbay.catalog.PluginLoader;
import dev.patchbay.model.folder.FolderSource;
import dev.patchbay.spi.model.Checkpoint;
import dev.patchbay.spi.model.ModelSource;
import dev.patchbay.spi.model.Tokenizer;
import dev.patchbay.spi.plugin.Plugin;
import dev.patchbay.spi.plugin.PluginDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often a run opens its model, reads its prompts and looks for plug-ins. */
class DiscoverOnceTest {

  private static final String CLEAN = "Mary, John";

  /** What a run did, in its order. */
  private final List<String> log = new ArrayList<>();

  private final Session session =
      new Session(
          folders -> {
            log.add("plug-ins");
            List<Plugin> plugins = new ArrayList<>(List.of(new Watched()));
            PluginCatalog real = PluginLoader.load(folders);
            PluginKind.ALL.forEach(kind -> plugins.addAll(real.all(kind).values()));
            return PluginCatalog.of(plugins, List.of());
          });

  @TempDir private Path folder;
  private Path prompts = Path.of("");

  @BeforeEach
  void write() throws IOException {
    TextModel.in(folder.resolve("model"));
    prompts =
        Files.writeString(
            folder.resolve("prompts.json"),
            "{'prompts':[{'clean':'%s','corrupt':'Mary, Mary','answers':[' Mary'],'wrong_answers':[' John']}]}"
                .formatted(CLEAN)
                .replace('\'', '"'));
  }

  /** A folder of a name of its own. Who opens it takes the file of prompts away. */
  private final class Watched implements ModelSource {

    @Override
    public PluginDescriptor descriptor() {
      return new PluginDescriptor("a-watched-one", "Counts.", "none", "none");
    }

    @Override
    public Optional<Checkpoint> open(String reference) {
      return reference.equals("watched") ? Optional.of(opened()) : Optional.empty();
    }

    private Checkpoint opened() {
      log.add("open");
      try {
        Files.deleteIfExists(prompts);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return watched(
          Checkpoint.class,
          new FolderSource().open(folder.resolve("model").toString()).orElseThrow());
    }
  }

  /** The same, with a note of each call that counts here; the tokenizer is watched as well. */
  private <T> T watched(Class<T> type, T inner) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                log.add("close");
              } else if (method.getName().equals("encode") && arguments[0].equals(CLEAN)) {
                log.add("tokenize");
              }
              Object answer = method.invoke(inner, arguments);
              return method.getName().equals("tokenizer")
                  ? ((Optional<?>) answer).map(it -> watched(Tokenizer.class, (Tokenizer) it))
                  : answer;
            }));
  }

  private void discover(String... more) {
    List<String> words = new ArrayList<>(List.of("discover", "--model", "watched"));
    words.addAll(List.of("--out", folder.resolve("out").toString(), "--no-curve"));
    words.addAll(List.of(more));

    assertThat(session.type(words.toArray(String[]::new))).as(session.err()).isZero();
  }

  @Test
  void discover_textPromptsAndAnOpenStrategy_opensAndReadsOnce() {
    discover("--prompts", prompts.toString());

    assertThat(log.stream().distinct()).containsExactly("plug-ins", "open", "tokenize", "close");
    assertThat(log).containsOnlyOnce("plug-ins", "open", "tokenize", "close");
    assertThat(session.err()).contains("strategy eap: none was named").contains("bos auto (");
  }

  @Test
  void discover_openStrategyAndTask_opensOnce() {
    discover();

    assertThat(log).containsOnlyOnce("plug-ins", "open", "close");
    assertThat(session.err()).contains("task induction").contains("strategy eap: none was named");
  }

  @Test
  void discover_explained_opensOnceAndCloses() {
    discover("--prompts", prompts.toString(), "--explain");

    assertThat(log).containsExactly("plug-ins", "open", "tokenize", "close");
  }
}
