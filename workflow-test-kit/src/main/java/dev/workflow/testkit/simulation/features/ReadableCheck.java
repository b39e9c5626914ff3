package dev.workflow.testkit.simulation.features;

import static dev.workflow.testkit.simulation.features.Promise.READABLE;

import dev.workflow.TenantId;
import dev.workflow.internal.decide.Transition;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.MessageRow;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Everything that is stored can be read through the engine. */
final class ReadableCheck implements Check {

  private final Stage stage;

  /** A megabyte, and some room: texts are counted as they are in JSON. */
  private static final long DATA_AT_MOST = 1_050_000;

  private final Map<SeenInstance, Integer> read = new HashMap<>();
  private final Map<SeenInstance, Map<String, Integer>> sizes = new HashMap<>();

  ReadableCheck(Stage stage) {
    this.stage = stage;
  }

  @Override
  public void moved(SeenInstance instance, Transition transition) {
    if (transition instanceof Transition.OfVariable set) {
      int size = set.value().toString().length();
      sizes.computeIfAbsent(instance, any -> new HashMap<>()).put(set.name(), size);
      long all = sizes.get(instance).values().stream().mapToLong(Integer::longValue).sum();
      if (all > DATA_AT_MOST) {
        throw instance.broken(READABLE, "its data has grown to " + all + " characters");
      }
    }
  }

  /** No text that somebody has given looks like a line of the story. */
  private void forged() {
    for (SeenInstance instance : stage.sight().instances()) {
      if (!instance.gone() && !stage.unreadable(instance) && instance.everPausedOrCanceled()) {
        InstanceKey key = instance.row().key();
        String story = stage.reader().history().story(key.tenant(), key.id());
        if (story.lines().anyMatch(Nasty.FORGED::equals)) {
          throw instance.broken(READABLE, "its story has a line that somebody has made up");
        }
      }
    }
  }

  @Override
  public void atEnd() {
    forged();
    read.clear();
    after(Act.of(Verb.WORK, ""), Outcome.done(null));
  }

  @Override
  public void after(Act act, Outcome outcome) {
    if (outcome.done() && Nasty.mustBeRefused(act)) {
      throw new Broken(
          READABLE, act.instance(), "\"" + act + "\" is accepted although no store keeps it");
    }
    if (stage.host().failing(Host.TENANTS)) {
      return;
    }
    for (MessageRow row : stage.sight().messages()) {
      String id = row.delivery().providerId();
      if (id != null
          && (id.indexOf('\0') >= 0
              || id.getBytes(StandardCharsets.UTF_8).length > Nasty.INDEXED_AT_MOST)) {
        throw new Broken(READABLE, null, "no index holds the provider's id of a message");
      }
    }
    for (SeenInstance instance : stage.sight().instances()) {
      if (instance.gone() || stage.unreadable(instance)) {
        continue;
      }
      String key = instance.row().origin().concurrencyKey();
      if (key != null && key.getBytes(StandardCharsets.UTF_8).length > Nasty.INDEXED_AT_MOST) {
        throw instance.broken(READABLE, "no index holds its concurrency key");
      }
      Integer known = read.put(instance, instance.history().size());
      if (known != null && known == instance.history().size()) {
        continue;
      }
      TenantId tenant = instance.row().key().tenant();
      try {
        stage.reader().instances().get(tenant, instance.row().key().id());
        stage.reader().history().of(tenant, instance.row().key().id());
      } catch (RuntimeException e) {
        throw instance.broken(READABLE, "after \"" + act + "\" it cannot be read: " + e);
      }
    }
  }
}
