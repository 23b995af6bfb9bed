package dev.patchbay.model.prompts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.model.file.JsonFile;
import dev.patchbay.model.tokenizer.Quoted;
import dev.patchbay.spi.plugin.PatchbayException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A prompt in AutoCircuit's JSON layout, or a line of a JSON Lines file. */
final class JsonPrompts extends PromptFields {

  private static final Names NAMES =
      new Names("clean", "corrupt", "answers", "wrong_answers", "position");

  private static final String PROMPTS = "prompts";

  /** AutoCircuit's names of places in its prompts, which nothing here reads. */
  private static final List<String> UNREAD = List.of("seq_labels", "word_idxs");

  private final JsonNode prompt;
  private final List<String> keys = new ArrayList<>();

  private JsonPrompts(PromptPlace place, JsonNode prompt) {
    super(place);
    this.prompt = prompt;
    for (Map.Entry<String, JsonNode> field : prompt.properties()) {
      checkKnown(field.getKey());
      if (!field.getValue().isNull()) {
        keys.add(field.getKey());
      }
    }
    for (PromptField field : PromptField.values()) {
      if (field.in(keys).size() > 1) {
        throw wrong(
            field.words().get(0),
            "there, and '%s' too".formatted(field.words().get(1)),
            "Both mean the same: omit one of them.");
      }
    }
  }

  /** The prompts of a file, and what of it is not read. */
  static PromptRows read(Path file) {
    List<JsonNode> objects = JsonFile.objects(file, PromptFile.LONGEST);
    if (objects.size() > 1 && objects.stream().anyMatch(object -> object.has(PROMPTS))) {
      throw PatchbayException.failed(
          "%s: something follows the object with the list 'prompts'.".formatted(file),
          "Put all prompts into one list, or each on a line of its own without 'prompts'.");
    }
    return objects.size() > 1 || isPrompt(objects.get(0))
        ? new PromptRows(prompts(file, objects), List.of())
        : layout(file, objects.get(0));
  }

  private static boolean isPrompt(JsonNode object) {
    return !object.has(PROMPTS)
        && object.properties().stream().anyMatch(field -> PromptField.knows(field.getKey()));
  }

  private static PromptRows layout(Path file, JsonNode root) {
    List<String> unread = new ArrayList<>();
    for (String key : (Iterable<String>) root::fieldNames) {
      if (UNREAD.contains(key)) {
        unread.add(key);
      } else if (!key.equals(PROMPTS)) {
        throw PatchbayException.failed(
            "%s: the file has the unknown key '%s'.".formatted(file, key),
            "Known beside 'prompts': %s.".formatted(String.join(", ", UNREAD)));
      }
    }
    JsonNode list = root.path(PROMPTS);
    if (!list.isArray()) {
      throw PatchbayException.failed(
          "%s: the file has no list 'prompts'.".formatted(file),
          "Its layout: {\"prompts\": [{\"clean\": text or [ids], \"corrupt\": text or [ids],"
              + " \"answers\": [texts or ids], \"wrong_answers\": [texts or ids]}]}; or such a"
              + " prompt on each line.");
    }
    return new PromptRows(prompts(file, list), unread);
  }

  private static List<PromptFields> prompts(Path file, Iterable<JsonNode> list) {
    List<PromptFields> prompts = new ArrayList<>();
    for (JsonNode prompt : list) {
      int number = prompts.size() + 1;
      if (!prompt.isObject()) {
        throw PatchbayException.failed(
            "%s: prompt %s is not a JSON object.".formatted(file, number),
            "A prompt has the fields clean, corrupt, answers and wrong_answers.");
      }
      prompts.add(new JsonPrompts(new PromptPlace(file.toString(), number), prompt));
    }
    return prompts;
  }

  private void checkKnown(String key) {
    if (!PromptField.knows(key) || PromptField.LABEL.words().contains(key)) {
      List<String> all = new ArrayList<>();
      prompt.fieldNames().forEachRemaining(all::add);
      throw PatchbayException.failed(
          "%s: prompt %s has the unknown key '%s'.%s"
              .formatted(place().origin(), place().number(), key, PromptField.nearMiss(key, all)),
          "Known: clean, corrupt, answers, wrong_answers, position, positions.");
    }
  }

  @Override
  Names names() {
    return NAMES.in(keys);
  }

  @Override
  Optional<Written> prompt(String field) {
    JsonNode value = prompt.path(field);
    if (value.isTextual()) {
      return value.textValue().isEmpty()
          ? Optional.empty()
          : Optional.of(new Written.Text(value.textValue()));
    }
    List<Integer> ids = new ArrayList<>();
    for (JsonNode id : list(field, value)) {
      if (id.isTextual()) {
        throw wrong(
            field,
            "a list with the text %s in it".formatted(Quoted.text(id.textValue())),
            "Give the whole prompt as one text, or a list of token ids.");
      }
      ids.add(id(field, id));
    }
    return ids.isEmpty() ? Optional.empty() : Optional.of(new Written.Ids(ids));
  }

  @Override
  List<List<Written>> answers(String field) {
    JsonNode value = prompt.path(field);
    if (!value.path(0).isArray()) {
      List<Written> shared = answers(field, value);
      return shared.isEmpty() ? List.of() : List.of(shared);
    }
    List<List<Written>> each = new ArrayList<>();
    for (JsonNode list : value) {
      each.add(answers(field, list));
    }
    return each;
  }

  private List<Written> answers(String field, JsonNode value) {
    List<Written> answers = new ArrayList<>();
    for (JsonNode answer : value.isTextual() ? List.of(value) : list(field, value)) {
      if (!answer.isTextual()) {
        answers.add(new Written.Ids(List.of(id(field, answer))));
      } else if (answer.textValue().isEmpty()) {
        throw wrong(field, "a text of no characters", "Give it a text that is one token.");
      } else {
        answers.add(new Written.Text(answer.textValue()));
      }
    }
    return answers;
  }

  private Iterable<JsonNode> list(String field, JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return List.of();
    }
    if (!value.isArray()) {
      throw wrong(field, "neither text nor a list", "Give text, or a list of token ids.");
    }
    return value;
  }

  private int id(String field, JsonNode id) {
    if (!isWhole(id) || id.intValue() < 0) {
      throw wrong(
          field, "a list with %s in it".formatted(id), "Token ids are whole numbers from 0 on.");
    }
    return id.intValue();
  }

  /** Whether a number is a whole one, as {@code 15.0} is: a table's column of floats. */
  private static boolean isWhole(JsonNode number) {
    return number.isNumber()
        && number.canConvertToInt()
        && number.doubleValue() == Math.rint(number.doubleValue());
  }

  @Override
  List<Integer> positions() {
    String field = names().position();
    JsonNode positions = prompt.path(field);
    if (positions.isMissingNode() || positions.isNull()) {
      return List.of();
    }
    boolean several = field.equals("positions");
    if (positions.isArray() != several) {
      throw wrong(
          field,
          positions.toString(),
          "'position' is a whole number from 0 on, 'positions' a list of such.");
    }
    if (several && positions.isEmpty()) {
      throw wrong(field, "an empty list", "Omit it to read the last token's answer.");
    }
    List<Integer> all = new ArrayList<>();
    for (JsonNode position : several ? positions : List.of(positions)) {
      if (!isWhole(position)) {
        throw wrong("position", position.toString(), "Positions are whole numbers from 0 on.");
      }
      all.add(position.intValue());
    }
    return all;
  }
}
