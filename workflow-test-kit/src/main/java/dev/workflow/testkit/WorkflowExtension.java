package dev.workflow.testkit;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives every test its own {@link WorkflowTestKit} as a parameter, checks the invariants after it
 * and closes it.
 *
 * <pre>{@code
 * @ExtendWith(WorkflowExtension.class)
 * class LeadNurtureTest {
 *   @Test
 *   void a_new_lead_is_welcomed(WorkflowTestKit kit) { ... }
 * }
 * }</pre>
 */
public class WorkflowExtension implements ParameterResolver, AfterEachCallback {

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(WorkflowExtension.class);

  private final UnaryOperator<dev.workflow.WorkflowEngine.Builder> customizing;

  /** Kits with the engine's defaults. */
  public WorkflowExtension() {
    this(UnaryOperator.identity());
  }

  private WorkflowExtension(UnaryOperator<dev.workflow.WorkflowEngine.Builder> customizing) {
    this.customizing = customizing;
  }

  /**
   * Kits with handlers, directories and other parts of the host; for {@code @RegisterExtension}.
   */
  public static WorkflowExtension with(
      UnaryOperator<dev.workflow.WorkflowEngine.Builder> customizing) {
    return new WorkflowExtension(customizing);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == WorkflowTestKit.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(
            context.getUniqueId(),
            id -> WorkflowTestKit.inMemory(customizing),
            WorkflowTestKit.class);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    WorkflowTestKit kit =
        context.getStore(NAMESPACE).remove(context.getUniqueId(), WorkflowTestKit.class);
    if (kit != null) {
      try (kit) {
        if (context.getExecutionException().isEmpty()) {
          kit.checkInvariants();
        }
      }
    }
  }
}
