package dev.workflow.examples.host.stream;

import dev.workflow.examples.host.engine.Rights;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.spi.AccessPolicy.Right;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * One open stream. What is offered waits in a queue until the client has taken what came before; a
 * client that is too slow gets a gap instead of what it missed. Thread-safe.
 */
final class Listener {

  private static final int MOST = 10_000;

  private record Item(@Nullable Place place, @Nullable Change change) {}

  private final Caller caller;
  private final Rights rights;
  private final SseEmitter emitter;
  private final Executor threads;
  private final Deque<Item> queue = new ArrayDeque<>();
  private boolean sending;
  private volatile boolean closed;

  Listener(Caller caller, Rights rights, SseEmitter emitter, Executor threads) {
    this.caller = caller;
    this.rights = rights;
    this.emitter = emitter;
    this.threads = threads;
  }

  Caller caller() {
    return caller;
  }

  boolean closed() {
    return closed;
  }

  /** An act, if the caller may see it. */
  void offer(Journal.Act act) {
    Change change = act.change();
    if (rights.has(caller, Right.SEE, change.workflow(), change.subject())) {
      add(new Item(act.place(), change));
    }
  }

  /** A change that is told without a place: a client that comes back reads again anyway. */
  void offer(Change change) {
    add(new Item(null, change));
  }

  void offer(Place place, Change change) {
    add(new Item(place, change));
  }

  /** Keeps the connection open, and finds out that it is not. */
  void beat() {
    add(new Item(null, null));
  }

  private void add(Item item) {
    synchronized (queue) {
      if (queue.size() >= MOST) {
        queue.clear();
        queue.add(new Item(null, Change.plain("gap", null, Instant.now())));
      }
      queue.add(item);
      if (sending) {
        return;
      }
      sending = true;
    }
    threads.execute(this::send);
  }

  private @Nullable Item next() {
    synchronized (queue) {
      Item item = closed ? null : queue.poll();
      sending = item != null;
      return item;
    }
  }

  private void send() {
    try {
      for (Item item = next(); item != null; item = next()) {
        SseEmitter.SseEventBuilder event = SseEmitter.event();
        if (item.change() == null) {
          event.comment("");
        } else {
          if (item.place() != null) {
            event.id(item.place().text());
          }
          event.data(item.change(), MediaType.APPLICATION_JSON);
        }
        emitter.send(event);
      }
    } catch (IOException | IllegalStateException e) {
      close();
    }
  }

  void close() {
    closed = true;
    emitter.complete();
  }

  /** The client has gone. */
  void gone() {
    closed = true;
  }
}
