package dev.workflow.channels.provider;

import dev.workflow.InstanceId;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.instance.StepState;
import dev.workflow.spi.ProviderCall;
import dev.workflow.testkit.WorkflowTestKit;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** An application that takes callbacks at {@code /callbacks/<tenant>/<action>/<provider>}. */
final class Host implements AutoCloseable {

  final WorkflowTestKit kit;
  private final HttpLoop server;

  Host(UnaryOperator<WorkflowEngine.Builder> parts) {
    kit = WorkflowTestKit.inMemory(parts);
    server = new HttpLoop(this::serve);
  }

  private HttpLoop.Answer serve(String path, Map<String, List<String>> headers, byte[] body) {
    String[] parts = path.split("/", -1);
    ProviderCall call = ProviderCall.of(parts[3], parts[4], headers, body);
    var receipt = kit.engine().tasks().callback(TenantId.of(parts[2]), call);
    return new HttpLoop.Answer(receipt.status(), receipt.result() + " " + receipt.message());
  }

  String url(String action, String provider) {
    return url(WorkflowTestKit.TENANT, action, provider);
  }

  String url(TenantId tenant, String action, String provider) {
    return server.url() + "/callbacks/" + tenant.value() + "/" + action + "/" + provider;
  }

  InstanceId run(String steps) {
    kit.publish(
        """
        {"key": "w", "name": "A test", "triggers": [{"event": "lead.created"}], "steps": %s}"""
            .formatted(steps));
    return kit.event("lead.created", SubjectRef.of("lead", "1"), "{}").started().get(0).instance();
  }

  StepState state(InstanceId id, String step) {
    kit.run();
    return kit.instance(id).step(step).state();
  }

  @Override
  public void close() {
    server.close();
    kit.close();
  }
}
