package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The help of commands with many options. */
class OptionGroupsTest {

  private static final Pattern OPTION =
      Pattern.compile("(?m)^ {2,6}(?:-\\w, )?--(?:\\[no-])?[\\w-]+");

  private final Session user = new Session();

  @ParameterizedTest
  @ValueSource(strings = {"discover", "compare"})
  void help_manyOptions_standUnderWhatTheyAreAbout(String command) {
    assertThat(user.type(command, "--help")).isZero();

    String help = user.out().split("Example", 2)[0];
    assertThat(help)
        .containsSubsequence(
            "What is asked:",
            "--model",
            "--task",
            "How it is answered:",
            "--strategy",
            "What it may take:",
            "--memory",
            "What is written:",
            "--out",
            "Also:",
            "--plugins",
            "--debug",
            "--help")
        .doesNotContain("--share-");
    assertThat(OPTION.matcher(help).results().map(match -> match.group().strip()))
        .hasSizeGreaterThan(20)
        .doesNotHaveDuplicates();
  }
}
