package dev.workflow.testkit.simulation.features;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.TenantId;
import dev.workflow.instance.InstanceState;
import dev.workflow.spi.store.MessageRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Time, events, operators, and what goes wrong around the engine. */
final class WorldActs {

  private final SplittableRandom random;
  private final Set<Topic> topics;
  private int events;

  WorldActs(SplittableRandom random, Set<Topic> topics) {
    this.random = random;
    this.topics = topics;
  }

  void addTo(Author author) {
    author.may(6, this::advance);
    author.may(3, stage -> go(Cast.A));
    author.may(1, stage -> go(Cast.B));
    if (topics.contains(Topic.CONCURRENCY)) {
      author.may(3, stage -> event(Cast.A, Documents.SIDE_GO));
      author.may(1, this::start);
    }
    if (topics.contains(Topic.EVENTS)) {
      author.may(3, stage -> event(Cast.A, Documents.ANSWER));
    }
    if (topics.contains(Topic.LINKS)) {
      author.may(2, stage -> event(Cast.A, Documents.ADD));
      author.may(1, stage -> event(Cast.A, Documents.ANSWER));
    }
    if (topics.contains(Topic.ENDING)) {
      author.may(2, stage -> event(Cast.A, Documents.EXIT));
      author.may(2, stage -> ofInstance(stage, Verb.CANCEL, Player::open));
      author.may(1, stage -> Act.of(Verb.PURGE, "a", Cast.ADMIN, ""));
    }
    if (topics.contains(Topic.PAUSING)) {
      author.may(3, stage -> ofInstance(stage, Verb.PAUSE, Player::open));
      author.may(
          2, stage -> ofInstance(stage, Verb.RESUME, one -> one.state() == InstanceState.PAUSED));
    }
    if (topics.contains(Topic.FAILURE)) {
      author.may(
          4, stage -> ofInstance(stage, Verb.RETRY, one -> one.state() == InstanceState.FAILED));
      author.may(1, stage -> stage.host().mended() ? null : Act.of(Verb.MEND, ""));
    }
    if (topics.contains(Topic.BULK)) {
      author.may(
          2,
          stage ->
              Act.of(
                  Verb.BULK, "a", Cast.ADMIN, pick("PAUSE", "RESUME", "CANCEL", "RETRY", "RETRY")));
    }
    if (topics.contains(Topic.RECORDS)) {
      author.may(3, stage -> record());
    }
    if (topics.contains(Topic.HOST)) {
      String[] parts = Host.PARTS.toArray(String[]::new);
      author.may(2, stage -> ofHost(stage, Verb.HOST_FAILS, parts));
      author.may(2, stage -> ofHost(stage, Verb.HOST_RECOVERS, parts));
    }
    if (topics.contains(Topic.POISON)) {
      author.may(1, stage -> ofInstance(stage, Verb.POISON, one -> true));
      author.may(1, this::poisonMessage);
      author.may(
          1, stage -> Act.of(Verb.POISON_WORKFLOW, "a/" + pick(Documents.MAIN, Documents.CHILD)));
      author.may(2, stage -> Act.of(Verb.HEAL, ""));
      for (Verb verb : List.of(Verb.ASIDE_RETRY, Verb.ASIDE_CANCEL, Verb.ASIDE_DELETE)) {
        author.may(
            1, stage -> ofInstance(stage, verb, one -> stage.sight().isSetAside(one.row().key())));
      }
    }
    if (topics.contains(Topic.VERSIONS)) {
      author.may(1, this::republish);
      author.may(
          1,
          stage ->
              Act.of(Verb.DELETE, "a/" + pick(Documents.MAIN, Documents.SIDE), Cast.ADMIN, ""));
    }
  }

  private String pick(String... from) {
    return from[random.nextInt(from.length)];
  }

  private Act record() {
    String lead = "a/" + random.nextInt(Author.SUBJECTS);
    return Act.of(Verb.RECORD, lead, "", pick(Leads.NEW, Leads.NEW, "lost", Leads.WON, ""));
  }

  private Act advance(Stage stage) {
    Instant now = stage.clock().instant();
    Optional<Instant> due = random.nextInt(3) > 0 ? stage.reader().nextDue() : Optional.empty();
    Duration step =
        due.isPresent() && due.get().isAfter(now)
            ? Duration.between(now, due.get())
            : Duration.ofSeconds(1 + random.nextInt(90));
    return Act.of(Verb.ADVANCE, "", "", step.toString());
  }

  /** Something begins. */
  Act begin() {
    boolean other = topics.contains(Topic.CONCURRENCY) && random.nextInt(3) == 0;
    return other ? event(Cast.A, Documents.SIDE_GO) : go(Cast.A);
  }

  Act go(TenantId tenant) {
    return event(tenant, Documents.GO);
  }

  Act event(TenantId tenant, String type) {
    ObjectNode said = Json.object().put("id", "e" + ++events + "-" + random.nextInt(1_000));
    if (topics.contains(Topic.BAD_INPUT) && random.nextInt(8) == 0) {
      said.put("id", "nasty-" + random.nextInt(Nasty.TEXTS.size()));
    }
    said.put("subject", "" + random.nextInt(Author.SUBJECTS));
    said.set("payload", payload());
    return Act.of(Verb.PUBLISH, tenant + "/" + type, "", said.toString());
  }

  private ObjectNode payload() {
    ObjectNode payload = Json.object().put("key", "k" + random.nextInt(2));
    payload.put("n", random.nextInt(5));
    switch (random.nextInt(6)) {
      case 0 -> payload.put("owner", "");
      case 1 -> payload.putNull("owner");
      case 2 -> payload.putArray("owner");
      case 3 -> {}
      default -> payload.put("owner", pick(Cast.LAWYER, Cast.CLIENT));
    }
    ArrayNode list = payload.putArray("list");
    for (int i = 0; i < 1 + random.nextInt(4); i++) {
      list.add(i);
    }
    if (topics.contains(Topic.BAD_INPUT) && random.nextInt(4) == 0) {
      payload.put("long", Nasty.LONG);
    }
    if (topics.contains(Topic.BAD_INPUT) && random.nextInt(4) == 0) {
      payload.put("nasty", random.nextInt(Nasty.RESULTS.size()));
    }
    return payload;
  }

  private Act start(Stage stage) {
    ObjectNode said = Json.object().put("subject", "" + random.nextInt(Author.SUBJECTS));
    said.set("payload", payload());
    return Act.of(
        Verb.START,
        "a/" + pick(Documents.MAIN, Documents.SIDE),
        pick(Cast.ADMIN, Cast.RESERVED),
        said.toString());
  }

  private @Nullable Act ofInstance(Stage stage, Verb verb, Predicate<SeenInstance> fitting) {
    List<SeenInstance> possible =
        stage.sight().instances().stream()
            .filter(one -> one.row().key().tenant().equals(Cast.A) && !one.gone())
            .filter(one -> random.nextInt(8) == 0 || fitting.test(one))
            .toList();
    if (possible.isEmpty()) {
      return null;
    }
    String name = possible.get(random.nextInt(possible.size())).name();
    boolean nasty =
        topics.contains(Topic.BAD_INPUT)
            && (verb == Verb.PAUSE || verb == Verb.CANCEL)
            && random.nextInt(3) == 0;
    String reason = nasty ? "nasty-" + random.nextInt(Nasty.TEXTS.size()) : "";
    return Act.of(verb, name, verb == Verb.POISON ? "" : Cast.ADMIN, reason);
  }

  private @Nullable Act poisonMessage(Stage stage) {
    List<MessageRow> waiting =
        stage.sight().messages().stream()
            .filter(row -> row.tenant().equals(Cast.A) && row.origin().instance() != null)
            .filter(row -> row.status().open())
            .toList();
    return waiting.isEmpty()
        ? null
        : Act.of(
            Verb.POISON_MESSAGE, stage.sight().name(waiting.get(random.nextInt(waiting.size()))));
  }

  /** Only what works can begin to throw. */
  private @Nullable Act ofHost(Stage stage, Verb verb, String... parts) {
    List<String> possible =
        Stream.of(parts)
            .filter(part -> stage.host().failing(part) == (verb == Verb.HOST_RECOVERS))
            .toList();
    return possible.isEmpty()
        ? null
        : Act.of(verb, "", "", possible.get(random.nextInt(possible.size())));
  }

  private Act republish(Stage stage) {
    ObjectNode document =
        new Documents(random, topics, Theme.NONE).another(pick(Documents.MAIN, Documents.SIDE));
    return Act.of(Verb.REPUBLISH, "a", Cast.ADMIN, document.toString());
  }
}
