package dev.patchbay.core.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.spi.graph.Circuit;
import dev.patchbay.spi.graph.EdgeScores;
import dev.patchbay.spi.graph.GraphShape;
import dev.patchbay.spi.metric.MetricTraits.Direction;
import dev.patchbay.spi.model.AttentionSpec;
import dev.patchbay.spi.model.ModelSpec;
import dev.patchbay.spi.report.CircuitReport;
import dev.patchbay.spi.report.Evaluation;
import dev.patchbay.spi.report.Evidence;
import dev.patchbay.spi.report.PluginUse;
import dev.patchbay.spi.report.Provenance;
import dev.patchbay.spi.report.Rounding;
import dev.patchbay.spi.report.TruthComparison;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Everything in a report but its edges, as JSON. What is read from nowhere, readers work out. */
final class ReportFields {

  private ReportFields() {}

  static void write(CircuitReport report, ObjectNode json) {
    json.put("model", report.model());
    spec(report.spec(), json.putObject("spec"));
    json.set("graph", tree(report.graph().shape()));
    json.put("task", report.task());
    json.put("prompt_count", report.promptCount());
    json.set("strategy", tree(report.strategy()));
    json.set("metric", tree(report.metric()));
    json.set("ablation", tree(report.ablation()));
    json.put("selection", report.selection());
    json.put("edges_kept", report.circuit().size());
    report.removedDirect().forEach(json.putArray("removed_direct")::add);
    evaluation(report.evaluation(), json.putObject("evaluation"));
    json.set("truth", report.truth().map(ReportFields::truth).orElse(null));
    json.set("provenance", tree(report.provenance()));
  }

  private static ObjectNode tree(Record record) {
    return JsonLayout.MAPPER.valueToTree(record);
  }

  static CircuitReport read(Fields json, EdgeScores scores, Circuit circuit, Evidence evidence) {
    Fields provenance = json.object("provenance");
    return CircuitReport.builder()
        .model(json.text("model"), spec(json.object("spec")))
        .prompts(json.text("task"), json.integer("prompt_count"))
        .strategy(use(json.object("strategy")))
        .metric(use(json.object("metric")))
        .ablation(use(json.object("ablation")))
        .selection(json.text("selection"))
        .scores(scores)
        .circuit(circuit)
        .removedDirect(json.texts("removed_direct"))
        .evaluation(
            evaluation(json.object("evaluation"), Rounding.of(provenance.text("data_type"))))
        .truth(json.isNull("truth") ? Optional.empty() : Optional.of(truth(json.object("truth"))))
        .provenance(provenance(provenance))
        .evidence(evidence)
        .build();
  }

  private static void spec(ModelSpec spec, ObjectNode json) {
    json.put("family", spec.family());
    json.put("n_layers", spec.nLayers());
    json.put("n_heads", spec.nHeads());
    json.put("n_kv_heads", spec.nKvHeads());
    json.put("d_model", spec.dModel());
    json.put("d_head", spec.dHead());
    json.put("d_mlp", spec.dMlp());
    json.put("d_vocab", spec.dVocab());
    json.put("d_vocab_out", spec.dVocabOut());
    json.put("n_ctx", spec.nCtx());
    json.put("norm", Fields.word(spec.norm()));
    json.put("norm_epsilon", spec.normEpsilon());
    json.put("activation", Fields.word(spec.activation()));
    json.put("gated_mlp", spec.gatedMlp());
    json.put("parallel", spec.parallel());
    json.put("attention_scale", spec.attentionScale());
    spec.attention().rotaryFrequencies().forEach(json.putArray("rotary_frequencies")::add);
    spec.attention().windows().forEach(json.putArray("windows")::add);
    json.put("head_norms", spec.attention().headNorms());
    json.put("attention_cap", spec.attention().softCap());
    json.put("bidirectional", spec.attention().bidirectional());
    json.put("positions", Fields.word(spec.attention().positions()));
    json.put("post_norms", spec.postNorms());
    json.put("logit_cap", spec.logitCap());
  }

  private static ModelSpec spec(Fields json) {
    return ModelSpec.builder(json.text("family"))
        .nLayers(json.integer("n_layers"))
        .nHeads(json.integer("n_heads"))
        .nKvHeads(json.integer("n_kv_heads"))
        .dModel(json.integer("d_model"))
        .dHead(json.integer("d_head"))
        .mlps(json.integer("d_mlp"), json.constant("activation", ModelSpec.Activation.class))
        .gatedMlp(json.flag("gated_mlp"))
        .parallel(json.flag("parallel"))
        .dVocab(json.integer("d_vocab"))
        .dVocabOut(json.integer("d_vocab_out"))
        .nCtx(json.integer("n_ctx"))
        .norm(json.constant("norm", ModelSpec.Norm.class), json.number("norm_epsilon"))
        .attention(
            new AttentionSpec(
                json.number("attention_scale"),
                json.numbers("rotary_frequencies"),
                json.numbers("windows").stream().map(Double::intValue).toList(),
                json.flag("head_norms"),
                json.number("attention_cap"),
                json.flag("bidirectional"),
                json.constant("positions", AttentionSpec.Positions.class)))
        .postNorms(json.flag("post_norms"))
        .logitCap(json.number("logit_cap"))
        .build();
  }

  static GraphShape shape(Fields json) {
    return new GraphShape(
        json.integer("n_layers"),
        json.integer("n_heads"),
        json.integer("kv_receivers"),
        json.flag("mlps"),
        json.flag("parallel"),
        json.flag("joint_heads"),
        json.flag("positions"));
  }

  private static PluginUse use(Fields json) {
    Fields options = json.object("options");
    Map<String, String> words = new LinkedHashMap<>();
    options.names().forEach(name -> words.put(name, options.text(name)));
    return new PluginUse(json.text("name"), words);
  }

  private static void evaluation(Evaluation evaluation, ObjectNode json) {
    json.put("metric", evaluation.metric());
    json.put("direction", Fields.word(evaluation.direction()));
    json.put("full", evaluation.full());
    json.put("circuit", evaluation.circuit());
    json.put("empty", evaluation.empty());
    evaluation
        .faithfulness()
        .ifPresentOrElse(f -> json.put("faithfulness", f), () -> json.putNull("faithfulness"));
  }

  private static Evaluation evaluation(Fields json, Rounding rounding) {
    return new Evaluation(
        json.text("metric"),
        json.constant("direction", Direction.class),
        json.number("full"),
        json.number("circuit"),
        json.number("empty"),
        rounding);
  }

  private static ObjectNode truth(TruthComparison truth) {
    return tree(truth).put("precision", truth.precision()).put("recall", truth.recall());
  }

  private static TruthComparison truth(Fields json) {
    return new TruthComparison(
        json.integer("truth_edges"), json.integer("found"), json.integer("found_edges"));
  }

  private static Provenance provenance(Fields json) {
    return new Provenance(
        json.text("patchbay"),
        json.text("engine"),
        json.text("java"),
        json.text("system"),
        json.text("model_hash"),
        json.text("prompts_hash"),
        json.text("device"),
        json.text("data_type"),
        json.text("weights"),
        json.integer("batch_size"),
        json.integer("threads"),
        json.longInteger("seed"));
  }
}
