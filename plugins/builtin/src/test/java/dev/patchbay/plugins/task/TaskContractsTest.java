package dev.patchbay.plugins.task;

import dev.patchbay.plugins.model.InductionModel;
import dev.patchbay.plugins.model.ProportionModel;
import dev.patchbay.plugins.model.ReverseModel;
import dev.patchbay.spi.model.ModelInfo;
import dev.patchbay.spi.task.TaskProvider;
import dev.patchbay.testkit.TaskContract;
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
      return new ModelInfo(InductionModel.NAME, "hash", InductionModel.spec());
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
