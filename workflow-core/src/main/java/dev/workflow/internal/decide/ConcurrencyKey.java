package dev.workflow.internal.decide;

import dev.workflow.definition.Concurrency;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The concurrency key of an instance that is to be started. */
public final class ConcurrencyKey {

  private ConcurrencyKey() {}

  /**
   * The key, worked out of what the instance will see; null: its workflow has none.
   *
   * @throws dev.workflow.WorkflowException if it cannot be worked out or stored
   */
  public static @Nullable String of(InstanceSnapshot.Identity identity, DecisionContext around) {
    Concurrency concurrency = around.tree().definition().concurrency();
    if (concurrency.key() == null) {
      return null;
    }
    var data =
        InstanceData.of(InstanceSnapshot.draft(identity), Map.of(), around, Scope.ROOT, null);
    return RenderedKey.checked(
        "The concurrency key", concurrency.key().render(data, DecisionBuilder.rendering(around)));
  }
}
