package dev.patchbay.engine.circuit;

import ai.djl.ndarray.NDArray;
import dev.patchbay.engine.passes.AblatedRun;
import dev.patchbay.engine.tensor.Memo;
import dev.patchbay.engine.tensor.SliceGroup.Member;
import dev.patchbay.spi.graph.ComputationGraph;
import dev.patchbay.spi.graph.Node;
import dev.patchbay.spi.graph.Port;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The ablated run that a mirrored search begins with, where its streams may hold nothing. A sender
 * writes its ablated value there, whatever it computes; of another run it takes on by how much it
 * computes something else. Both are computed alike, from tensors of one shape: where a sender reads
 * what it read, it writes exactly what it wrote.
 */
final class StartingRun implements AutoCloseable {

  private final AblatedRun run;
  private final Places places;
  private final HeadArithmetic heads;
  private final Member member;
  private final ComputationGraph graph;
  private final Memo<SenderAt> computed = new Memo<>();

  /** A key: a sender at some positions. */
  private record SenderAt(int sender, Extent extent) {}

  /**
   * Of some prompts.
   *
   * @param run on these prompts; its tensors are this one's own
   * @param member of the group in which their slice multiplies
   */
  StartingRun(AblatedRun run, Places places, HeadArithmetic heads, Member member) {
    this.run = run;
    this.places = places;
    this.heads = heads;
    this.member = member;
    this.graph = run.model().graph();
  }

  /**
   * What a sender writes on a run, as a head's share or an MLP's output [batch, pos, d_head or
   * d_model].
   *
   * @param now what it computes there
   */
  NDArray written(int sender, Extent extent, NDArray now) {
    Node node = graph.senderNode(sender);
    NDArray own =
        node.kind() == Node.Kind.MLP
            ? run.values().mlp(node.layer())
            : run.values().head(node.layer(), node.index());
    NDArray before = computed.get(new SenderAt(sender, extent), () -> computed(sender, extent));
    return now.sub(before).addi(places.at(extent, own));
  }

  private NDArray computed(int sender, Extent extent) {
    Node node = graph.senderNode(sender);
    if (node.kind() == Node.Kind.MLP) {
      NDArray stream = stream(graph.receiver(node, Port.INPUT), extent);
      return run.model().mlp(node.layer()).output(stream, member);
    }
    HeadValue value =
        heads
            .values(
                graph.sendersBehind(graph.inputsOf(sender)[0]).boxed().toList(),
                extent,
                receiver -> input(receiver, extent),
                StartingRun::noPattern)
            .get(sender);
    return Objects.requireNonNull(value).share();
  }

  private static @Nullable NDArray noPattern(int head) {
    return null;
  }

  private NDArray input(int receiver, Extent extent) {
    Extent at = graph.receiverPort(receiver) == Port.Q ? extent : Extent.AFTER_PREFIX;
    NDArray stream = stream(receiver, at);
    return heads.input(receiver, at, stream, heads.scale(stream));
  }

  private NDArray stream(int receiver, Extent extent) {
    return run.model().centred(places.at(extent, run.stream(receiver)));
  }

  @Override
  public void close() {
    computed.close();
    run.tensors().forEach(NDArray::close);
  }
}
