package dev.patchbay.plugins.task;

import dev.patchbay.plugins.model.CompiledModels;
import dev.patchbay.plugins.model.InductionModel;
import dev.patchbay.plugins.model.ProportionModel;
import dev.patchbay.plugins.model.ReverseModel;
import dev.patchbay.spi.model.ModelInfo;
import dev.patchbay.spi.model.Tokenizer;
import dev.patchbay.spi.task.TaskProvider;
import dev.patchbay.testkit.TaskContract;
import java.util.Optional;
import org.junit.jupiter.api.Nested;

/** What is asked of any task is asked of ours. */
class TaskContractsTest {

  @Nested
  class InductionTest extends TaskContract {

    @Override
    protected TaskProvider provider() {
      return new InductionTask();
    }

    @Override
    protected ModelInfo model() {
      return new ModelInfo(InductionModel.NAME, "hash", CompiledModels.spec("induction"));
    }
  }

  /** A task that is written as text, on a model that reads words. */
  abstract static class WordTaskContract extends TaskContract {

    @Override
    protected ModelInfo model() {
      return WordModel.of(WordModel.WORDS);
    }

    @Override
    protected Optional<Tokenizer> tokenizer() {
      return Optional.of(WordModel.WORDS);
    }
  }

  @Nested
  class IoiTest extends WordTaskContract {

    @Override
    protected TaskProvider provider() {
      return new IoiTask();
    }
  }

  @Nested
  class DocstringTest extends WordTaskContract {

    @Override
    protected TaskProvider provider() {
      return new DocstringTask();
    }
  }

  @Nested
  class GreaterThanTest extends WordTaskContract {

    @Override
    protected TaskProvider provider() {
      return new GreaterThanTask();
    }
  }

  @Nested
  class GateTest extends TaskContract {

    @Override
    protected TaskProvider provider() {
      return new GateTask();
    }

    @Override
    protected ModelInfo model() {
      return new ModelInfo("or-gate", "hash", CompiledModels.spec("or-gate"));
    }
  }

  @Nested
  class ReverseTest extends TaskContract {

    @Override
    protected TaskProvider provider() {
      return new ReverseTask();
    }

    @Override
    protected ModelInfo model() {
      return new ModelInfo(ReverseModel.NAME, "hash", ReverseModel.spec());
    }
  }

  @Nested
  class ProportionTest extends TaskContract {

    @Override
    protected TaskProvider provider() {
      return new ProportionTask();
    }

    @Override
    protected ModelInfo model() {
      return new ModelInfo(ProportionModel.NAME, "hash", ProportionModel.spec());
    }
  }
}
