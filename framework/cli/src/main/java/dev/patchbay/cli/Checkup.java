package dev.patchbay.cli;

import dev.patchbay.core.discovery.PatchbayVersion;
import dev.patchbay.core.run.RunOutcome;
import dev.patchbay.engine.memory.ByteSize;
import dev.patchbay.engine.memory.MachineMemory;
import dev.patchbay.engine.tensor.EngineFacts;
import dev.patchbay.model.hub.Environment;
import dev.patchbay.model.hub.HubCache;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Looks at an installation, part by part.
 *
 * @param plugins which there are
 * @param ask starts the tensor engine and asks what it is
 * @param known runs on a model whose circuit is known
 */
record Checkup(PluginListing plugins, Supplier<EngineFacts> ask, Supplier<RunOutcome> known) {

  /** The findings; {@link SelfTest} comes last. */
  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    findings.add(Finding.well("patchbay", PatchbayVersion.NUMBER));
    findings.add(Finding.well("java", Version.java()));
    findings.add(Finding.well("memory", memory(MachineMemory.now())));
    findings.addAll(engine());
    findings.add(loaded());
    findings.add(SelfTest.of(known));
    return findings;
  }

  static String memory(MachineMemory memory) {
    String machine =
        memory.total().isPresent()
            ? ByteSize.words(memory.total().getAsLong())
            : "the machine does not say how much";
    String available =
        memory.available().isPresent()
            ? ", %s of it available".formatted(ByteSize.words(memory.available().getAsLong()))
            : "";
    String share =
        memory.share().isPresent()
            ? "; a run's tensors may take %s".formatted(ByteSize.words(memory.share().getAsLong()))
            : "";
    return "%s%s%s; Java heap up to %s"
        .formatted(machine, available, share, ByteSize.words(memory.heap()));
  }

  private List<Finding> engine() {
    EngineFacts engine;
    try {
      engine = ask.get();
    } catch (RuntimeException | LinkageError e) {
      return List.of(Finding.thrown("engine", e));
    }
    return List.of(
        Finding.well("engine", "%s, called by DJL %s".formatted(engine.name(), engine.djl())),
        Finding.well("library", engine.library()),
        Finding.well("kernels", engine.kernels()),
        Finding.well(
            "caches",
            "native libraries in " + CacheFolder.words(engine.cache()),
            "Hugging Face models in "
                + CacheFolder.words(HubCache.of(Environment.ofProcess()).root())),
        Finding.well("devices", String.join(", ", engine.devices())),
        Finding.well(
            "threads",
            "%s for a tensor operation, %s cores"
                .formatted(engine.threads(), Runtime.getRuntime().availableProcessors())));
  }

  private Finding loaded() {
    int loaded = plugins.sections().stream().mapToInt(section -> section.plugins().size()).sum();
    String count = "%s loaded".formatted(loaded);
    if (plugins.issues().isEmpty()) {
      return Finding.well("plug-ins", count);
    }
    String first = "%s, %s could not be:".formatted(count, plugins.issues().size());
    return new Finding(
        "plug-ins", false, Stream.concat(Stream.of(first), plugins.issues().stream()).toList());
  }
}
