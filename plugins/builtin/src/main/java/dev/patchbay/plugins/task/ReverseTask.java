package dev.patchbay.plugins.task;

import com.google.auto.service.AutoService;
import dev.patchbay.plugins.model.ReverseModel;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.model.ModelInfo;
import dev.patchbay.spi.plugin.Options;
import dev.patchbay.spi.plugin.PluginDescriptor;
import dev.patchbay.spi.task.Answer;
import dev.patchbay.spi.task.PromptPair;
import dev.patchbay.spi.task.PromptSet;
import dev.patchbay.spi.task.Task;
import dev.patchbay.spi.task.TaskProvider;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Reverse: the sequence backwards, for the compiled model of that name.
 *
 * <p>The prompts are BOS and the six orders of three tokens, read at each position after BOS; the
 * answer there is the token that is there in the reversed sequence. A prompt's twin is the next of
 * the six, so that each serves as a twin once, as in Conmy et al. 2023; positions are left alone,
 * where the paper's code scrambles their embedding besides.
 */
@AutoService(TaskProvider.class)
public final class ReverseTask implements TaskProvider {

  private static final String NAME = "reverse";

  private static final List<List<Integer>> ORDERS =
      List.of(
          List.of(0, 1, 2),
          List.of(0, 2, 1),
          List.of(1, 0, 2),
          List.of(1, 2, 0),
          List.of(2, 0, 1),
          List.of(2, 1, 0));

  @Override
  public PluginDescriptor descriptor() {
    return new PluginDescriptor(
        NAME,
        "Say three tokens backwards, with the model as Tracr compiles it.",
        "Conmy et al. 2023, Towards Automated Circuit Discovery, arXiv:2304.14997",
        "none");
  }

  @Override
  public Task create(Options options) {
    options.as(NoOptions.class);
    return new Reverse();
  }

  private record Reverse() implements Task {

    @Override
    public PromptSet prompts(ModelInfo model) {
      Compiled.require(NAME, ReverseModel.spec(), model);
      return new PromptSet(NAME, IntStream.range(0, ORDERS.size()).mapToObj(this::pair).toList());
    }

    private PromptPair pair(int number) {
      List<Integer> order = ORDERS.get(number);
      List<Answer> answers =
          IntStream.range(0, order.size())
              .mapToObj(
                  i ->
                      new Answer(i + 1, List.of(order.get(order.size() - 1 - i)), others(order, i)))
              .toList();
      return new PromptPair(
          Compiled.after(ReverseModel.BOS, order),
          Compiled.after(ReverseModel.BOS, ORDERS.get((number + 1) % ORDERS.size())),
          answers);
    }

    private static List<Integer> others(List<Integer> order, int i) {
      int right = order.get(order.size() - 1 - i);
      return order.stream().filter(token -> token != right).toList();
    }

    @Override
    public String metric() {
      return "l2";
    }

    @Override
    public String ablation() {
      return "zero";
    }

    @Override
    public Optional<Circuit> truth(ModelInfo model, ComputationGraph graph) {
      return Compiled.truth(NAME, ReverseModel.spec(), ReverseModel.CIRCUIT, model, graph);
    }
  }
}
