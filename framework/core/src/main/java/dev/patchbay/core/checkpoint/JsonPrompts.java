package dev.patchbay.core.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.spi.plugin.PatchbayException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** A prompt in AutoCircuit's JSON layout. */
final class JsonPrompts extends PromptFields {

  private static final Names NAMES = new Names("clean", "corrupt", "answers", "wrong_answers");

  private final JsonNode prompt;

  private JsonPrompts(String origin, int number, JsonNode prompt) {
    super(origin, number);
    this.prompt = prompt;
  }

  static List<PromptFields> read(Path file) {
    JsonNode list = JsonFile.object(file, PromptFile.LONGEST).path("prompts");
    if (!list.isArray()) {
      throw PatchbayException.failed(
          "%s: the file has no list 'prompts'.".formatted(file),
          "Its layout: {\"prompts\": [{\"clean\": [ids], \"corrupt\": [ids], \"answers\": [ids],"
              + " \"wrong_answers\": [ids]}]}.");
    }
    List<PromptFields> prompts = new ArrayList<>();
    for (JsonNode prompt : list) {
      int number = prompts.size() + 1;
      if (!prompt.isObject()) {
        throw PatchbayException.failed(
            "%s: prompt %d is no JSON object.".formatted(file, number),
            "A prompt has the fields clean, corrupt, answers and wrong_answers.");
      }
      prompts.add(new JsonPrompts(file.toString(), number, prompt));
    }
    return prompts;
  }

  @Override
  Names names() {
    return NAMES;
  }

  @Override
  List<Integer> ids(String field) {
    JsonNode list = prompt.path(field);
    if (list.isMissingNode() || list.isNull()) {
      return List.of();
    }
    if (list.isTextual()) {
      throw text(field, list.textValue());
    }
    if (!list.isArray()) {
      throw wrong(field, "no list", "Give a list of token ids.");
    }
    List<Integer> ids = new ArrayList<>();
    for (JsonNode id : list) {
      if (id.isTextual()) {
        throw text(field, id.textValue());
      }
      if (!id.isIntegralNumber() || !id.canConvertToInt() || id.intValue() < 0) {
        throw wrong(
            field, "a list with %s in it".formatted(id), "Token ids are whole numbers from 0 on.");
      }
      ids.add(id.intValue());
    }
    return ids;
  }

  @Override
  OptionalInt position() {
    JsonNode position = prompt.path("position");
    JsonNode positions = prompt.path("positions");
    if (positions.isArray()) {
      if (positions.size() != 1) {
        throw wrong(
            "positions",
            "a list of %d".formatted(positions.size()),
            "One answer position for each prompt is read.");
      }
      position = positions.get(0);
    }
    if (position.isMissingNode() || position.isNull()) {
      return OptionalInt.empty();
    }
    if (!position.isIntegralNumber() || !position.canConvertToInt()) {
      throw wrong("position", position.toString(), "Positions are whole numbers from 0 on.");
    }
    return OptionalInt.of(position.intValue());
  }
}
