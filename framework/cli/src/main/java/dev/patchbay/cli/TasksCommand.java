package dev.patchbay.cli;

import dev.patchbay.catalog.PluginCatalog;
import dev.patchbay.core.lookup.TaskPreview;
import dev.patchbay.spi.plugin.PatchbayException;
import dev.patchbay.spi.run.Progress;
import dev.patchbay.spi.task.TaskProvider;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What can a model be asked, and what does that look like? */
@Command(
    name = "tasks",
    abbreviateSynopsis = true,
    description = {
      "Lists the tasks, explains one, or prints its prompts for a model. Reads no weights."
    },
    footer = {
      "",
      "Examples:",
      "  patchbay tasks",
      "  patchbay tasks ioi",
      "  patchbay tasks ioi:corruption=flipped --model path/to/gpt2 --show 5"
    })
final class TasksCommand implements Callable<Integer> {

  private final Console console;
  private final Supplier<PluginCatalog> plugins;
  private final Supplier<TaskPreview> tasks;

  @Parameters(
      arity = "0..1",
      paramLabel = "TASK",
      description = "The task to look at, with its options: a name or NAME:key=value,….")
  private Optional<String> task = Optional.empty();

  @Option(
      names = "--model",
      paramLabel = "M",
      description = "For which model prompts are made: a name or a Hugging Face folder.")
  private Optional<String> model = Optional.empty();

  @Option(
      names = "--show",
      paramLabel = "N",
      description = "How many prompts are printed (default: 3); needs --model.")
  private @Nullable Integer show;

  private static final int SHOWN = 3;

  @Option(
      names = "--bos",
      paramLabel = "WHEN",
      description =
          "Whether the token for the beginning of a text is put before prompts: auto, always or"
              + " never (default: ${DEFAULT-VALUE}).")
  private String bos = "auto";

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  TasksCommand(Console console, Supplier<PluginCatalog> plugins, Supplier<TaskPreview> tasks) {
    this.console = console;
    this.plugins = plugins;
    this.tasks = tasks;
  }

  @Override
  public Integer call() {
    if (show != null && show < 0) {
      throw PatchbayException.usage(
          "--show %s prompts is not possible.".formatted(show), "Give it a number from 0 up.");
    }
    task.ifPresent(FileTask::refuse);
    if (task.isEmpty() && model.isPresent()) {
      throw PatchbayException.usage(
          "--model %s is given, but no task.".formatted(model.get()),
          "Name one: patchbay tasks ioi --model %s. 'patchbay tasks' lists them."
              .formatted(model.get()));
    }
    if (show != null && model.isEmpty()) {
      throw PatchbayException.usage(
          "--show %s is given, but no model to make prompts for.".formatted(show),
          "Name one: patchbay tasks %s --model patchbay-small --show %s."
              .formatted(task.orElse("ioi"), show));
    }
    if (task.isPresent() && model.isPresent()) {
      int shown = show == null ? SHOWN : show;
      TaskPreview.Preview preview =
          tasks.get().of(task.get(), model.get(), BosWords.policy(bos), shown, Progress.SILENT);
      console.answer(
          json, () -> TaskJson.of(preview), () -> new TaskPage(console.paint()).lines(preview));
    } else {
      explain();
    }
    return 0;
  }

  private void explain() {
    List<PluginListing.Section> sections =
        PluginListing.of(plugins.get()).sections().stream()
            .map(TasksCommand::tasks)
            .filter(section -> !section.plugins().isEmpty())
            .toList();
    PluginListing all = new PluginListing(sections, List.of());
    if (task.isEmpty()) {
      console.answer(json, () -> Json.of(all), () -> new TaskPage(console.paint()).lines(all));
      return;
    }
    // Refuses a task that is not there, and options that it has not.
    String metric = tasks.get().metric(task.get());
    PluginListing one = new PluginListing(all.named(task.get().split(":", 2)[0]), List.of());
    console.answer(
        json, () -> Json.of(one), () -> new PluginPage(console.paint()).lines(one, true));
    if (!json) {
      console.show(List.of("", "Judged by --metric %s unless told otherwise.".formatted(metric)));
    }
  }

  private static PluginListing.Section tasks(PluginListing.Section section) {
    return new PluginListing.Section(
        section.title(),
        section.usage(),
        section.plugins().stream().filter(TaskProvider.class::isInstance).toList());
  }
}
