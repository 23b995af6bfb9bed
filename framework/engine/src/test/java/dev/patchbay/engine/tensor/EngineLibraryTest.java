package dev.patchbay.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.pytorch.jni.JniUtils;
import org.junit.jupiter.api.Test;

class EngineLibraryTest {

  @Test
  void close_afterLoad_libraryAnswersBeforeAnyEngineStarts() {
    try (EngineLibrary library = EngineLibrary.load()) {
      assertThat(library).isNotNull();
    }

    assertThat(JniUtils.getNumThreads()).isPositive();
  }
}
