package dev.patchbay.core.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.spi.plugin.PatchbayException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A prompt in AutoCircuit's JSON layout. */
final class JsonPrompts extends PromptFields {

  private static final Names NAMES = new Names("clean", "corrupt", "answers", "wrong_answers");

  private final JsonNode prompt;

  private JsonPrompts(PromptPlace place, JsonNode prompt) {
    super(place);
    this.prompt = prompt;
  }

  static List<PromptFields> read(Path file) {
    JsonNode list = JsonFile.object(file, PromptFile.LONGEST).path("prompts");
    if (!list.isArray()) {
      throw PatchbayException.failed(
          "%s: the file has no list 'prompts'.".formatted(file),
          "Its layout: {\"prompts\": [{\"clean\": text or [ids], \"corrupt\": text or [ids],"
              + " \"answers\": [texts or ids], \"wrong_answers\": [texts or ids]}]}.");
    }
    List<PromptFields> prompts = new ArrayList<>();
    for (JsonNode prompt : list) {
      int number = prompts.size() + 1;
      if (!prompt.isObject()) {
        throw PatchbayException.failed(
            "%s: prompt %s is no JSON object.".formatted(file, number),
            "A prompt has the fields clean, corrupt, answers and wrong_answers.");
      }
      prompts.add(new JsonPrompts(new PromptPlace(file.toString(), number), prompt));
    }
    return prompts;
  }

  @Override
  Names names() {
    return NAMES;
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
            "a list with the text %s in it".formatted(PromptPlace.quoted(id.textValue())),
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
    if (!id.isIntegralNumber() || !id.canConvertToInt() || id.intValue() < 0) {
      throw wrong(
          field, "a list with %s in it".formatted(id), "Token ids are whole numbers from 0 on.");
    }
    return id.intValue();
  }

  @Override
  List<Integer> positions() {
    JsonNode positions = prompt.path("positions");
    if (!positions.isArray()) {
      JsonNode position = prompt.path("position");
      boolean absent = position.isMissingNode() || position.isNull();
      return absent ? List.of() : List.of(position(position));
    }
    if (positions.isEmpty()) {
      throw wrong("positions", "an empty list", "Leave it out to read the last token's answer.");
    }
    List<Integer> all = new ArrayList<>();
    positions.forEach(position -> all.add(position(position)));
    return all;
  }

  private int position(JsonNode position) {
    if (!position.isIntegralNumber() || !position.canConvertToInt()) {
      throw wrong("position", position.toString(), "Positions are whole numbers from 0 on.");
    }
    return position.intValue();
  }
}
