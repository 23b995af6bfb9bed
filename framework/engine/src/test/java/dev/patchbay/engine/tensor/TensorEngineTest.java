package dev.patchbay.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TensorEngineTest {

  @Test
  void device_known_thatDevice() {
    assertThat(TensorEngine.device("cpu")).isEqualTo(Device.cpu());
    assertThat(TensorEngine.device("gpu")).isEqualTo(Device.gpu(0));
    assertThat(TensorEngine.device("gpu1")).isEqualTo(Device.gpu(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "cuda", "cpu0", "gpu-1", "gpu99999999999"})
  void device_unknown_refused(String name) {
    assertThatThrownBy(() -> TensorEngine.device(name))
        .hasMessage("'" + name + "' is not a device.\nDevices are named cpu, gpu0, gpu1.");
  }

  @Test
  void require_gpuThatIsNotThere_saysSo() {
    TensorEngine.start(0);

    assertThatThrownBy(() -> TensorEngine.require(Device.gpu(900)))
        .hasMessageStartingWith("There is no gpu900: the tensor engine sees ");
  }

  @Test
  void start_again_sameEngine() {
    TensorEngine engine = TensorEngine.start(0);

    assertThat(TensorEngine.start(engine.threads())).isSameAs(engine);
    assertThat(engine.name()).startsWith("PyTorch 2.");
    assertThat(System.getProperty("ai.djl.offline")).isEqualTo("true");
  }

  @Test
  void start_againWithOtherThreads_refused() {
    int threads = TensorEngine.start(0).threads();

    assertThatThrownBy(() -> TensorEngine.start(threads + 1))
        .hasMessageStartingWith(
            "The tensor engine of this process runs on %s threads, not on %s."
                .formatted(threads, threads + 1));
  }
}
