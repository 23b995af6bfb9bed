package dev.patchbay.examples.training;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.plugins.words.WordTokenizer;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A vocabulary of words as the tokenizers library reads it: {@code tokenizer.json}, and the file
 * beside it that says what the special token is for. They split texts as {@link WordTokenizer}
 * does, and refuse the same words.
 *
 * @param pieces the vocabulary; a piece's place is its id
 */
record TokenizerFiles(List<String> pieces) {

  private static final JsonMapper JSON = new JsonMapper();

  /** The {@code tokenizer.json}. */
  ObjectNode definition() {
    ObjectNode json = JSON.createObjectNode();
    json.put("version", "1.0").putNull("truncation").putNull("padding");
    json.putArray("added_tokens")
        .addObject()
        .put("id", pieces.indexOf(WordTokenizer.BOS))
        .put("content", WordTokenizer.BOS)
        .put("single_word", false)
        .put("lstrip", false)
        .put("rstrip", false)
        .put("normalized", false)
        .put("special", true);
    json.putNull("normalizer");
    ObjectNode split = json.putObject("pre_tokenizer");
    split.put("type", "Split").put("behavior", "Isolated").put("invert", false);
    split.putObject("pattern").put("Regex", splitting());
    json.set("post_processor", beginning());
    json.putObject("decoder").put("type", "Fuse");
    // No piece stands for unknown words: they are refused, not misread.
    ObjectNode model = json.putObject("model").put("type", "WordLevel");
    ObjectNode vocabulary = model.putObject("vocab");
    for (int id = 0; id < pieces.size(); id++) {
      vocabulary.put(pieces.get(id), id);
    }
    model.put("unk_token", "<|unknown|>");
    return json;
  }

  /**
   * Words, pairs of digits, lines with their indentation, and punctuation, longest pieces first.
   */
  private String splitting() {
    String punctuation =
        pieces.stream()
            .filter(
                piece -> piece.matches(" ?[^\\s\\p{L}\\d]+") && !piece.equals(WordTokenizer.BOS))
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(piece -> piece.replaceAll("([^\\s\\w\"!:;,])", "\\\\$1"))
            .collect(Collectors.joining("|"));
    return " ?\\p{L}[\\p{L}_]*| ?\\d\\d?|\\n+(?: +(?= ))?|"
        + punctuation
        + "| ?[^\\s\\p{L}\\d]+|\\s";
  }

  /** The beginning of a text before every text. */
  private ObjectNode beginning() {
    ObjectNode template = JSON.createObjectNode().put("type", "TemplateProcessing");
    template.putArray("single").add(special()).add(sequence("A"));
    template.putArray("pair").add(special()).add(sequence("A")).add(sequence("B"));
    ObjectNode token = template.putObject("special_tokens").putObject(WordTokenizer.BOS);
    token.put("id", WordTokenizer.BOS);
    token.putArray("ids").add(pieces.indexOf(WordTokenizer.BOS));
    token.putArray("tokens").add(WordTokenizer.BOS);
    return template;
  }

  private static ObjectNode special() {
    ObjectNode piece = JSON.createObjectNode();
    piece.putObject("SpecialToken").put("id", WordTokenizer.BOS).put("type_id", 0);
    return piece;
  }

  private static ObjectNode sequence(String name) {
    ObjectNode piece = JSON.createObjectNode();
    piece.putObject("Sequence").put("id", name).put("type_id", 0);
    return piece;
  }

  /** The {@code tokenizer_config.json}. */
  ObjectNode settings(int longest) {
    return JSON.createObjectNode()
        .put("tokenizer_class", "PreTrainedTokenizerFast")
        .put("bos_token", WordTokenizer.BOS)
        .put("add_bos_token", true)
        .put("clean_up_tokenization_spaces", false)
        .put("model_max_length", longest);
  }
}
