package dev.workflow.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.spi.EngineListener;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

class WithoutMicrometerTest {

  /** What runs on a class path of its own. */
  public static final class Program implements Callable<String> {

    @Override
    public String call() {
      TenantId tenant = TenantId.of("test");
      try (WorkflowEngine engine =
          WorkflowEngine.builder().listener(new EngineListener() {}).build()) {
        engine
            .definitions()
            .publish(
                tenant,
                WorkflowDefinition.parse(
                    """
                    {"key": "w", "name": "W", "triggers": [{"event": "go"}],
                     "steps": [{"id": "say", "action": "log", "config": {"message": "hello"}}]}
                    """));
        var receipt = engine.events().publish(Event.of(tenant, "go", null, Json.object()));
        engine.runUntilIdle();
        var id = receipt.started().get(0).instance();
        return engine.instances().get(tenant, id).state().name();
      }
    }
  }

  private static URLClassLoader classPath() {
    URL[] entries =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains("micrometer"))
            .map(WithoutMicrometerTest::url)
            .toArray(URL[]::new);
    return new URLClassLoader(entries, ClassLoader.getPlatformClassLoader());
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(entry, e);
    }
  }

  @Test
  void an_engine_runs_on_a_class_path_without_micrometer() throws Exception {
    try (URLClassLoader loader = classPath()) {
      assertThatThrownBy(() -> loader.loadClass("io.micrometer.observation.Observation"))
          .isInstanceOf(ClassNotFoundException.class);
      Class<?> program = loader.loadClass(Program.class.getName());
      assertThat(program).isNotEqualTo(Program.class);
      Object state = ((Callable<?>) program.getConstructor().newInstance()).call();
      assertThat(state).isEqualTo("COMPLETED");
    }
  }
}
