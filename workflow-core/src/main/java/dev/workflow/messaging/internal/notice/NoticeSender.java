package dev.workflow.messaging.internal.notice;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.f4b6a3.uuid.UuidCreator;
import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.TenantId;
import dev.workflow.definition.Step;
import dev.workflow.instance.InstanceState;
import dev.workflow.internal.decide.Commands;
import dev.workflow.internal.decide.Effect;
import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.internal.decide.StepKey;
import dev.workflow.internal.decide.StepRun;
import dev.workflow.internal.engine.EngineContext;
import dev.workflow.internal.engine.InstanceReader;
import dev.workflow.internal.log.Log;
import dev.workflow.messaging.internal.content.MessageStepContext;
import dev.workflow.messaging.internal.notice.Notice.Kind;
import dev.workflow.messaging.internal.outbox.DigestEntry;
import dev.workflow.messaging.internal.outbox.MessageRowMapper;
import dev.workflow.messaging.internal.outbox.TaskMark;
import dev.workflow.spi.AddressFormat.Result;
import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.Channels;
import dev.workflow.spi.Contact;
import dev.workflow.spi.Handling;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.MessageRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who is to be told of a task at the moment at which that is due, and puts a message for
 * each of them into the outbox, where it fares as every other message does. What is handed over
 * twice, after a crash, adds nothing: each message has a key of its own.
 *
 * <p>Asks the host's directory on a thread of the outbox, outside of any transaction; what it
 * throws is tried again. Thread-safe.
 */
public final class NoticeSender implements ChannelSender {

  private static final Log log = Log.of(NoticeSender.class);
  private static final String DIGEST = "tasks";

  /** Long enough for the notices that close together, short enough to be nobody's concern. */
  private static final Duration GATHERING = Duration.ofSeconds(5);

  private static final int SHOWN = 20;

  private final EngineContext engine;
  private final MessageStepContext messaging;
  private final Set<String> channels;

  /**
   * @param engine not complete yet
   * @param channels those that have a sender
   */
  public NoticeSender(EngineContext engine, MessageStepContext messaging, Set<String> channels) {
    this.engine = engine;
    this.messaging = messaging;
    this.channels = channels;
  }

  @Override
  public String channel() {
    return TaskMark.CHANNEL;
  }

  /** Somebody who is told, on each of the channels that reach them. */
  private record Told(
      String actor,
      @Nullable String forWhom,
      Kind kind,
      Contact contact,
      Map<String, String> addresses) {}

  @Override
  public SendResult send(OutboundMessage message) {
    Notice notice = Notice.of(message.content());
    StepKey step = StepKey.parse(message.content().path("task").path("step").asText());
    InstanceKey instance =
        new InstanceKey(
            message.tenant(),
            InstanceId.parse(message.content().path("task").path("instance").asText()));
    Optional<InstanceReader.Stored> read =
        engine
            .store()
            .transact(transaction -> new InstanceReader(engine, transaction).read(instance));
    if (read.isEmpty()) {
      return SendResult.sent("nobody: there is no such instance any more");
    }
    InstanceReader.Stored stored = read.get();
    if (stored.snapshot().state() == InstanceState.PAUSED) {
      return SendResult.deferred("its instance is paused", Duration.ofMinutes(1));
    }
    if (!stored.tree().has(step)) {
      return SendResult.sent("nobody: the instance has no such task any more");
    }
    Step place = stored.tree().node(step).step();
    NoticePlan plan = NoticePlan.of(place, engine.tasks().notices());
    if (plan == null || (!notice.fixed() && !open(stored, place, stored.snapshot().step(step)))) {
      return SendResult.sent("nobody: the task is not open any more");
    }
    Audience audience = new Audience(engine, stored, step);
    Map<String, Kind> people = audience.of(notice);
    if (people.isEmpty()) {
      String why = audience.nobody();
      if (why != null) {
        log.warn("Nobody is told of step {} of instance {}: {}", step, instance.id(), why);
      }
      return SendResult.sent("nobody" + (why == null ? "" : ": " + why));
    }
    List<Told> told = reached(message.tenant(), people, audience, plan);
    NoticeTexts texts = new NoticeTexts(engine, messaging, stored, step, notice, plan.template());
    List<MessageRow> rows = new ArrayList<>();
    for (Told one : told) {
      one.addresses()
          .forEach(
              (channel, address) ->
                  rows.add(row(message, stored, step, plan, one, channel, address, texts)));
    }
    insert(rows);
    return SendResult.sent(summary(told, people.size(), texts));
  }

  private boolean open(InstanceReader.Stored stored, Step step, StepRun run) {
    return new Commands(stored.tree(), engine::performedByPeople).isOpen(step, run);
  }

  private List<Told> reached(
      TenantId tenant, Map<String, Kind> people, Audience audience, NoticePlan plan) {
    int most = engine.tasks().notices().most();
    Map<String, Kind> some = new LinkedHashMap<>();
    people.entrySet().stream().limit(most).forEach(one -> some.put(one.getKey(), one.getValue()));
    Set<Actor> actors = new LinkedHashSet<>();
    some.keySet().forEach(actor -> actors.add(Actor.of(actor)));
    Map<Actor, Contact> contacts = engine.actors().contacts(tenant, actors);
    List<Told> told = new ArrayList<>();
    for (Actor actor : actors) {
      Contact contact = contacts.get(actor);
      contact = contact == null ? Contact.of(Channels.IN_APP, actor.id()) : contact;
      if (!contact.addresses().containsKey(Channels.IN_APP)) {
        contact = contact.withAddress(Channels.IN_APP, actor.id());
      }
      if (contact.person() == null) {
        contact = contact.withPerson(actor.id());
      }
      told.add(
          new Told(
              actor.id(),
              audience.forWhom(actor.id()),
              some.getOrDefault(actor.id(), Kind.READY),
              contact,
              addresses(tenant, contact, plan)));
    }
    return told;
  }

  private Map<String, String> addresses(TenantId tenant, Contact contact, NoticePlan plan) {
    Map<String, String> addresses = new LinkedHashMap<>();
    for (String channel : plan.channels()) {
      String written = contact.addresses().get(channel);
      if (written != null
          && channels.contains(channel)
          && messaging.address(channel, written, engine.tenant(tenant).locale())
              instanceof Result.Valid valid) {
        addresses.put(channel, valid.recipient());
      }
    }
    return addresses;
  }

  private MessageRow row(
      OutboundMessage order,
      InstanceReader.Stored stored,
      StepKey step,
      NoticePlan plan,
      Told told,
      String channel,
      String address,
      NoticeTexts texts) {
    InstanceSnapshot.Identity identity = stored.snapshot().identity();
    Instant now = engine.now();
    NoticeTexts.Text text = texts.of(told.kind(), told.forWhom(), told.contact(), channel, address);
    ObjectNode content =
        new TaskMark(
                new InstanceKey(identity.tenant(), identity.id()),
                step.toString(),
                told.kind().text(),
                told.actor(),
                told.forWhom(),
                told.kind() == Kind.TAKEN)
            .in(text.content());
    Handling handling =
        Handling.NONE.withPurpose(
            Handling.Purpose.NONE
                .withAudience(TaskMark.AUDIENCE)
                .withTemplate(text.template(), text.language())
                .withPerson(told.contact().person()));
    if (plan.digest() != null) {
      handling = handling.withDigest(new Handling.Digest(DIGEST, now.plus(GATHERING)));
    }
    UUID id = UuidCreator.getTimeOrderedEpochPlus1();
    OutboundMessage message =
        new OutboundMessage(
            id.toString(),
            identity.tenant(),
            identity.subject(),
            order.idempotencyKey()
                + "/"
                + MessageRowMapper.fingerprint(channel + "\n" + told.actor()),
            channel,
            address,
            content,
            handling);
    return MessageRowMapper.queued(identity, new Effect.Send(step, message), now);
  }

  private void insert(List<MessageRow> rows) {
    if (rows.isEmpty()) {
      return;
    }
    engine
        .store()
        .transact(
            transaction -> {
              DigestEntry digests = new DigestEntry(transaction);
              List<MessageRow> all = new ArrayList<>();
              rows.forEach(row -> all.addAll(digests.rows(row)));
              transaction.messages().insert(all);
              return all;
            });
  }

  /** For people: who was told how, and who was not. */
  private static String summary(List<Told> told, int people, NoticeTexts texts) {
    Set<String> unreached = new HashSet<>();
    List<String> reached = new ArrayList<>();
    for (Told one : told) {
      if (one.addresses().isEmpty()) {
        unreached.add(one.actor());
      } else {
        reached.add(one.actor() + " by " + String.join(", ", one.addresses().keySet()));
      }
    }
    StringBuilder text = new StringBuilder(reached.isEmpty() ? "nobody" : some(reached, "; "));
    if (!unreached.isEmpty()) {
      text.append("; without an address: ")
          .append(some(unreached.stream().sorted().toList(), ", "));
    }
    if (people > told.size()) {
      text.append("; ")
          .append(people - told.size())
          .append(" of ")
          .append(people)
          .append(" were left out (TaskNotices.most)");
    }
    if (texts.unrendered()) {
      text.append("; not in the words of the template");
    }
    return text.toString();
  }

  private static String some(List<String> all, String between) {
    String shown = all.stream().limit(SHOWN).collect(Collectors.joining(between));
    return all.size() <= SHOWN ? shown : shown + " and " + (all.size() - SHOWN) + " more";
  }

  /** Nothing leaves the store before it is recorded, so nothing is ever in doubt. */
  @Override
  public Optional<SendResult> reconcile(OutboundMessage message) {
    return Optional.of(SendResult.deferred("it is found out anew who is to be told", null));
  }
}
