package dev.patchbay.cli;

import dev.patchbay.core.lookup.Tokenization;
import dev.patchbay.model.tokenizer.BosPolicy;
import dev.patchbay.spi.run.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How does a model read a text? */
@Command(
    name = "tokenize",
    abbreviateSynopsis = true,
    description = "Shows the tokens of texts: position, id, the vocabulary's spelling, text.",
    footer = {
      "",
      "Examples:",
      "  patchbay tokenize --model path/to/gpt2 'When Mary and John' ' Mary'",
      "  patchbay tokenize --model path/to/gpt2 --bos always --json 'When Mary and John'"
    })
final class TokenizeCommand implements Callable<Integer> {

  private final Console console;
  private final Supplier<Tokenization> tokenization;

  @Option(
      names = "--model",
      paramLabel = "M",
      required = true,
      description = "A model's name or a Hugging Face folder.")
  private String model = "";

  @Option(
      names = "--bos",
      paramLabel = "WHEN",
      description =
          "Whether the token for the beginning of a text is put before it: auto (as the"
              + " tokenizer's files say), always or never (default: ${DEFAULT-VALUE}).")
  private String bos = "auto";

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Parameters(arity = "1..*", paramLabel = "TEXT", description = "What is read; quote blanks.")
  private List<String> texts = new ArrayList<>();

  TokenizeCommand(Console console, Supplier<Tokenization> tokenization) {
    this.console = console;
    this.tokenization = tokenization;
  }

  @Override
  public Integer call() {
    BosPolicy policy = BosWords.policy(bos);
    Tokenization reads = tokenization.get();
    List<List<Tokenization.Piece>> pieces = reads.pieces(model, policy, texts, Progress.SILENT);
    if (json) {
      console.out().println(Json.of(model, policy, texts, pieces));
      return 0;
    }
    String words = BosWords.of(policy, reads.bos(model, policy, Progress.SILENT));
    console.tell("model %s, %s".formatted(model, words));
    TokenPage page = new TokenPage(console.paint());
    console.show(page.lines(texts, pieces));
    return 0;
  }
}
