package dev.workflow.internal.engine;

import dev.workflow.spi.ActionResult;
import dev.workflow.spi.EngineListener;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The listeners' scope of one attempt: begun and ended on the attempt's own thread, ended once. The
 * result may come from another thread.
 */
final class AttemptScope {

  private EngineListener.AttemptScope following = EngineListener.AttemptScope.NONE;
  private volatile @Nullable ActionResult result;

  void begin(Listeners listeners, Supplier<EngineListener.AttemptStart> start) {
    following = listeners.followAttempt(start);
  }

  void result(ActionResult given) {
    result = given;
  }

  void end() {
    EngineListener.AttemptScope last = following;
    following = EngineListener.AttemptScope.NONE;
    last.ended(result);
  }
}
