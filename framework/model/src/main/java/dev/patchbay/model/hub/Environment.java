package dev.patchbay.model.hub;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the user has set for all programs: the one place where the environment is read. */
public record Environment(Map<String, String> variables, Path home) {

  private static final Set<String> YES = Set.of("1", "on", "yes", "true");

  public Environment {
    variables = Map.copyOf(variables);
  }

  public static Environment ofProcess() {
    return new Environment(System.getenv(), Path.of(System.getProperty("user.home", ".")));
  }

  /** A variable's value, if it has one that is not blank. */
  public Optional<String> get(String name) {
    return Optional.ofNullable(variables.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  /** Whether a switch is on: {@code 1}, {@code on}, {@code yes} or {@code true}. */
  public boolean isOn(String name) {
    return get(name).map(value -> YES.contains(value.toLowerCase(Locale.ROOT))).orElse(false);
  }

  /** Without the values: one of them may be a token. */
  @Override
  public String toString() {
    return "Environment" + variables.keySet();
  }
}
