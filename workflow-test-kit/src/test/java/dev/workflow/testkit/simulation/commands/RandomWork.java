package dev.workflow.testkit.simulation.commands;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Json;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.Handling;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.Window;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** An action that succeeds, fails, waits and sends messages at random. */
final class RandomWork implements ActionHandler {

  private static final Window TUESDAY =
      new Window(EnumSet.of(DayOfWeek.TUESDAY), LocalTime.of(9, 0), LocalTime.of(17, 0), null);

  private final Random random;
  private final Set<String> waiting = ConcurrentHashMap.newKeySet();
  private boolean obeys;

  RandomWork(Random random) {
    this.random = random;
  }

  /** From now on it succeeds. */
  void obeys() {
    obeys = true;
  }

  /** The keys of what has ever waited. */
  List<String> waiting() {
    return List.copyOf(waiting);
  }

  @Override
  public String type() {
    return "work";
  }

  @Override
  public ActionResult start(ActionContext context) {
    if (random.nextInt(3) == 0) {
      context.send(
          OutboundMessage.draft(
                  context, "email", "ann@x.nl", Json.object().put("subject", "s").put("text", "t"))
              .withHandling(handling(context)));
    }
    int drawn = obeys ? 0 : random.nextInt(100);
    if (drawn < 65) {
      return ActionResult.completed();
    } else if (drawn < 90) {
      return ActionResult.failed("no", drawn < 78);
    }
    String key = context.instance() + "/" + context.step();
    waiting.add(key);
    return ActionResult.waiting(key);
  }

  private Handling handling(ActionContext context) {
    return switch (random.nextInt(3)) {
      case 0 -> Handling.NONE.withWindow(TUESDAY);
      case 1 ->
          Handling.NONE.withDigest(
              new Handling.Digest("d", context.clock().instant().plus(Duration.ofHours(10))));
      default -> Handling.NONE;
    };
  }

  @Override
  public ActionResult complete(ActionContext context, JsonNode payload) {
    return ActionResult.completed();
  }
}
