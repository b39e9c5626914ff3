package dev.workflow.internal.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.Json;
import dev.workflow.Problems;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.internal.decide.RecordFact;
import dev.workflow.internal.decide.RecordFacts;
import dev.workflow.internal.log.Log;
import dev.workflow.spi.RecordGateway;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One call of the host's {@link RecordGateway}, cut off when it takes too long. It ends once: with
 * what the host said, or with why that is not known. Thread-safe.
 */
final class RecordQuery {

  private static final Log log = Log.of(RecordQuery.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final EngineContext engine;
  private final Asker asker;
  private final Consumer<Answer> then;
  private @Nullable Thread thread;
  private boolean over;

  /**
   * @param then gets the answer, on the thread that asks or, when that takes too long, on another
   */
  RecordQuery(EngineContext engine, Asker asker, Consumer<Answer> then) {
    this.engine = engine;
    this.asker = asker;
    this.then = then;
  }

  /** For whom records are read. */
  record Asker(TenantId tenant, Actor principal) {}

  /** How long the host is waited for. */
  static Duration patience(EngineContext engine) {
    Duration handlers = engine.options().handlerTimeout();
    return handlers.compareTo(PATIENCE) < 0 ? handlers : PATIENCE;
  }

  /**
   * What a call has given.
   *
   * @param fault why nothing is known; null: what is missing is gone
   */
  record Answer(Map<SubjectRef, ObjectNode> records, @Nullable String fault) {

    /** What one of those that asked is told. */
    RecordFacts to(RecordFacts.Question question) {
      if (fault != null) {
        return RecordFacts.unread(fault, true);
      }
      Map<String, RecordFact> read = new HashMap<>();
      for (Map.Entry<String, SubjectRef> asked : question.records().entrySet()) {
        ObjectNode record = records.get(asked.getValue());
        Problems problems = Problems.none();
        if (record != null) {
          Json.check(record, RecordGateway.MOST_BYTES, problems);
        }
        if (!problems.isEmpty()) {
          return RecordFacts.unread(
              "\""
                  + asked.getKey()
                  + "\" ("
                  + asked.getValue()
                  + ") "
                  + problems.list().get(0).message(),
              false);
        }
        JsonNode value = record == null ? NullNode.instance : record.deepCopy();
        read.put(asked.getKey(), new RecordFact(asked.getValue(), value));
      }
      return new RecordFacts(read, null);
    }
  }

  /** Asks the host on this thread. */
  void ask(Timeouts timeouts, Collection<SubjectRef> records) {
    RecordGateway gateway = engine.recordGateway();
    if (gateway == null) {
      end(new Answer(Map.of(), "there is no RecordGateway: WorkflowEngine.builder().records(...)"));
      return;
    }
    begin();
    Timeouts.Ticket late = timeouts.after(patience(engine), this::late);
    Answer answer;
    try {
      answer = answered(gateway, new HashSet<>(records));
    } finally {
      late.cancel();
    }
    end(answer);
  }

  /** Ends without a call. */
  void giveUp(String why) {
    end(new Answer(Map.of(), why));
  }

  private Answer answered(RecordGateway gateway, Set<SubjectRef> records) {
    try {
      Map<SubjectRef, ObjectNode> read =
          gateway.read(new RecordGateway.ReadRequest(asker.tenant(), asker.principal(), records));
      return read == null
          ? new Answer(Map.of(), "the RecordGateway returned null")
          : new Answer(new HashMap<>(read), null);
    } catch (Throwable e) {
      String reason = ResultCheck.reason(e);
      log.warn("The host's RecordGateway could not read records of {}: {}", asker.tenant(), reason);
      return new Answer(Map.of(), reason);
    }
  }

  private synchronized void begin() {
    thread = Thread.currentThread();
  }

  private void end(Answer answer) {
    synchronized (this) {
      thread = null;
      if (over) {
        Thread.interrupted();
        return;
      }
      over = true;
    }
    then.accept(answer);
  }

  private void late() {
    synchronized (this) {
      if (over || thread == null) {
        return;
      }
      over = true;
      thread.interrupt();
    }
    then.accept(
        new Answer(Map.of(), "the RecordGateway did not answer within " + patience(engine)));
  }
}
