package dev.patchbay.study;

import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.catalog.PluginKind;
import dev.patchbay.core.discovery.PluginContent;
import dev.patchbay.core.discovery.Workspace;
import dev.patchbay.core.run.RunRequest;
import dev.patchbay.engine.memory.Batching;
import dev.patchbay.model.file.Sha256;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.study.Study.Given;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that decides what a cell is and that its case's name does not say, by name: what files hold,
 * versions, and how the run is planned. Cells of one case with equal keys are equal.
 */
final class CellKeys {

  /** Enough of a hash to tell two apart. */
  private static final int LONGEST = 16;

  private final Study study;
  private final PluginCatalog catalog;
  private final List<Case> cases;
  private final OptionalLong memory;
  private final Progress progress;
  private final Map<String, String> scores = new HashMap<>();
  private final Map<String, String> models = new HashMap<>();
  private final Map<Cell.Key, Map<String, String>> settings = new HashMap<>();

  /**
   * @param memory bytes that tensors may take; nothing for the usual share of the machine's
   */
  CellKeys(
      Study study,
      PluginCatalog catalog,
      List<Case> cases,
      OptionalLong memory,
      Progress progress) {
    this.study = study;
    this.catalog = catalog;
    this.cases = cases;
    this.memory = memory;
    this.progress = progress;
    for (Given peer : study.given()) {
      scores.put(peer.name(), hash(peer.file()));
    }
  }

  private static String hash(Path file) {
    try {
      return HexFormat.of().formatHex(Sha256.digest().digest(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw PatchbayException.failed(
          "'%s' cannot be read: %s.".formatted(file, e.getMessage()),
          "Check that it exists and that you may read it.",
          e);
    }
  }

  /**
   * The key of a case as its files are now.
   *
   * @throws PatchbayException if its model or its prompts are not there
   */
  Map<String, String> of(Case of) {
    Cell.Key setting = of.key().setting();
    return of(
        of,
        settings.computeIfAbsent(
            setting, s -> Workspace.key(request(s), strategies(s), catalog, models, progress)));
  }

  /** The key of a case that runs in a workspace whose own is known. */
  Map<String, String> of(Case of, Map<String, String> workspace) {
    Map<String, String> key = new TreeMap<>(workspace);
    String words = of.sweep().words();
    if (scores.containsKey(words)) {
      key.put("scores", scores.get(words));
    } else {
      key.put(
          "plug-in of the strategy",
          PluginContent.of(catalog.choose(PluginKind.STRATEGY, words).provider()));
    }
    return key;
  }

  /** What is run of a setting: the strategy does not matter. */
  RunRequest request(Cell.Key setting) {
    Batching usual = Batching.USUAL;
    return Case.request(study, setting).with(new Batching(usual.size(), usual.fixed(), memory));
  }

  /** All that run in a setting, whatever is finished: batches do not depend on what is left. */
  List<String> strategies(Cell.Key setting) {
    List<String> exact = study.examine().estimates().isEmpty() ? List.of() : Estimates.EXACT.runs();
    return Stream.concat(
            cases.stream()
                .filter(of -> of.key().setting().equals(setting))
                .filter(of -> !scores.containsKey(of.sweep().words()))
                .flatMap(of -> of.sweep().runs().stream()),
            exact.stream())
        .toList();
  }

  /** The first difference of two keys, in words; nothing if they are equal. */
  static Optional<String> difference(Map<String, String> before, Map<String, String> now) {
    TreeMap<String, String> all = new TreeMap<>(before);
    all.putAll(now);
    return all.keySet().stream()
        .filter(name -> !Objects.equals(before.get(name), now.get(name)))
        .findFirst()
        .map(
            name ->
                "%s was '%s', is '%s' now"
                    .formatted(name, brief(before.get(name)), brief(now.get(name))));
  }

  private static String brief(@Nullable String value) {
    String words = Objects.requireNonNullElse(value, "");
    return words.substring(0, Math.min(LONGEST, words.length()));
  }
}
