package dev.workflow.retention.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.retention.Retention;
import dev.workflow.retention.Retention.Removed;
import dev.workflow.retention.Retention.What;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What scheduled tasks of the type {@code cleanup} do. Thread-safe. */
public final class CleanupAction implements ActionHandler {

  private static final String TYPE = "cleanup";

  private volatile @Nullable Retention retention;

  /** From now on it works. */
  public void of(Retention engines) {
    retention = engines;
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public ActionResult start(ActionContext context) {
    Retention here = retention;
    if (here == null) {
      return ActionResult.blocked("the engine is not complete yet");
    }
    if (!context.workflow().key().startsWith("scheduled-")) {
      return ActionResult.failed("\"cleanup\" is for scheduled tasks alone", false);
    }
    What what = What.valueOf(context.config().path("what").asText().toUpperCase(Locale.ROOT));
    Duration olderThan = Duration.parse(context.config().path("older_than").asText());
    Removed removed = here.purge(context.tenant(), what, olderThan, soFar -> {});
    return ActionResult.completed(output(removed));
  }

  private static ObjectNode output(Removed removed) {
    return Json.object()
        .put("instances", removed.instances())
        .put("messages", removed.messages())
        .put("events", removed.events())
        .put("ticks", removed.ticks())
        .put("findings", removed.findings());
  }
}
