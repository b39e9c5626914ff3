package dev.workflow.examples.reliability;

import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.WorkflowEngine;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.EngineListener;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Many instances at once: waiters, a queue, handlers that take long or never end, a slow listener.
 */
final class NoisyCrowds extends NoisyAttack {

  private final int count;
  private final String definition;
  private final Crowd crowd;
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicLong calls = new AtomicLong();
  private volatile boolean begun;

  private enum Crowd {
    WAITERS,
    QUEUE,
    SLOW,
    STUBBORN,
    LISTENER
  }

  private NoisyCrowds(Crowd crowd, int count, String rest) {
    this.crowd = crowd;
    this.count = count;
    this.definition =
        "{\"key\": \"crowd\", \"name\": \"Crowd\", \"triggers\": [{\"event\": \"noise\"}], " + rest;
  }

  static NoisyAttack waiters(Options options) {
    return new NoisyCrowds(
        Crowd.WAITERS,
        scaled(options, 20_000),
        """
        "steps": [{"id": "wait", "wait": {"event": "answer", "correlation": "all"}}]}
        """);
  }

  static NoisyAttack queue(Options options) {
    return new NoisyCrowds(
        Crowd.QUEUE,
        scaled(options, 20_000),
        """
        "concurrency": {"key": "one", "policy": "queue"}, "steps": [{"id": "one", "action": "hold"}]}
        """);
  }

  static NoisyAttack slow(Options options) {
    return new NoisyCrowds(
        Crowd.SLOW,
        scaled(options, 300),
        """
        "steps": [{"id": "one", "action": "hold"}]}
        """);
  }

  static NoisyAttack stubborn(Options options) {
    return new NoisyCrowds(
        Crowd.STUBBORN,
        64,
        """
        "steps": [{"id": "one", "action": "hold", "timeout": "PT1S", "retry": {"maxAttempts": 1}}]}
        """);
  }

  static NoisyAttack listener(Options options) {
    return new NoisyCrowds(
        Crowd.LISTENER,
        20,
        """
        "steps": [{"id": "one", "action": "hold"}]}
        """);
  }

  @Override
  WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    WorkflowEngine.Builder with = builder.handler(new Hold());
    return crowd == Crowd.LISTENER ? with.listener(new Blocking()) : with;
  }

  private final class Hold implements ActionHandler {

    @Override
    public String type() {
      return "hold";
    }

    @Override
    public ActionResult start(ActionContext context) throws InterruptedException {
      calls.incrementAndGet();
      if (crowd == Crowd.SLOW) {
        TimeUnit.SECONDS.sleep(20);
      } else if (crowd == Crowd.STUBBORN) {
        sleepWhateverComes();
      }
      return ActionResult.completed();
    }

    private void sleepWhateverComes() {
      while (!over.get()) {
        try {
          TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException e) {
          // That is what makes it stubborn.
          continue;
        }
      }
    }
  }

  private final class Blocking implements EngineListener {

    @Override
    public void instanceMoved(InstanceMove move) {
      if (begun && move.tenant().equals(GUILTY)) {
        try {
          TimeUnit.SECONDS.sleep(over.get() ? 0 : 10);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  @Override
  void prepare(WorkflowEngine engine) {
    define(engine, definition);
    if (crowd == Crowd.WAITERS) {
      publishAll(engine);
    }
  }

  private void publishAll(WorkflowEngine engine) {
    for (int i = 0; i < count; i++) {
      go(engine, "noise", String.valueOf(i), Json.object());
    }
  }

  @Override
  void begin(WorkflowEngine engine) {
    begun = true;
    if (crowd == Crowd.WAITERS) {
      engine
          .events()
          .publish(Event.of(GUILTY, "answer", null, Json.object()).withCorrelation("all"));
      return;
    }
    Thread publisher = new Thread(() -> publishAll(engine), "guilty");
    publisher.setDaemon(true);
    publisher.start();
  }

  @Override
  boolean ended(WorkflowEngine engine) {
    return count(engine, "COMPLETED") + count(engine, "FAILED") == count;
  }

  @Override
  String told(WorkflowEngine engine) {
    over.set(true);
    return count(engine, "COMPLETED")
        + " completed, "
        + count(engine, "FAILED")
        + " failed of "
        + count
        + "; handlers called "
        + calls.get()
        + " times";
  }

  @Override
  public void close() {
    over.set(true);
  }
}
