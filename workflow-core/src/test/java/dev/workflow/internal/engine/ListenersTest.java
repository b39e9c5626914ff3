package dev.workflow.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.NotFoundException;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.InstanceOutcome;
import dev.workflow.messaging.MessageTemplate;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.EngineListener;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Listeners that throw: what they throw is logged, and nothing else happens. */
class ListenersTest {

  private static final TenantId TENANT = TenantId.of("test");

  /** Nothing here is unreadable, and nothing is found: their contracts call these. */
  private static final Set<String> TOLD_ELSEWHERE = Set.of("setAside", "goesOn", "findingChanged");

  private final Logger logger = (Logger) LoggerFactory.getLogger(Listeners.class);
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  @BeforeEach
  void catchLogs() {
    logged.start();
    logger.addAppender(logged);
    logger.setAdditive(false);
  }

  @AfterEach
  void releaseLogs() {
    logger.detachAppender(logged);
    logger.setAdditive(true);
  }

  /** A listener of which every method throws, whichever methods there are. */
  private EngineListener hostile(Class<? extends Throwable> kind) {
    InvocationHandler thrower =
        (proxy, method, arguments) -> {
          if (method.getDeclaringClass() == Object.class) {
            return method.invoke(this, arguments);
          }
          told.add(method.getName());
          throw kind.getConstructor().newInstance();
        };
    return (EngineListener)
        Proxy.newProxyInstance(
            EngineListener.class.getClassLoader(), new Class<?>[] {EngineListener.class}, thrower);
  }

  private static final class Work implements ActionHandler {
    @Override
    public String type() {
      return "work";
    }

    @Override
    public ActionResult start(ActionContext context) {
      return ActionResult.completed();
    }
  }

  private static final class Mail implements ChannelSender {

    private final AtomicInteger messages = new AtomicInteger();

    @Override
    public String channel() {
      return "email";
    }

    /** The first time its account is out of order, until it is tried again. */
    @Override
    public SendResult send(OutboundMessage message) {
      return messages.incrementAndGet() == 1
          ? SendResult.deferred("closed", Duration.ofMillis(1))
              .withScope(SendResult.Scope.ACCOUNT, null)
          : SendResult.sent("id");
    }
  }

  private static WorkflowEngine engine(EngineListener... listeners) {
    WorkflowEngine.Builder builder =
        WorkflowEngine.builder().handler(new Work()).messaging(m -> m.sender(new Mail()));
    for (EngineListener listener : listeners) {
      builder.listener(listener);
    }
    WorkflowEngine engine = builder.build();
    engine
        .definitions()
        .publish(
            TENANT,
            WorkflowDefinition.parse(
                """
                {"key": "w", "name": "W", "triggers": [{"event": "go"}], "steps": [
                  {"id": "a", "action": "work"},
                  {"id": "mail", "action": "send_email",
                   "config": {"to": "a@example.org", "subject": "s", "text": "t"}}]}
                """));
    engine
        .definitions()
        .publish(
            TENANT,
            WorkflowDefinition.parse(
                """
                {"key": "news", "name": "N", "triggers": [{"event": "news"}], "steps": [
                  {"id": "mail", "action": "send_email",
                   "config": {"to": "b@example.org", "subject": "s", "text": "t",
                     "digest": {"key": "news", "window": "PT1S", "template": "for_phones"}}}]}
                """));
    engine
        .messaging()
        .templates()
        .publish(
            TENANT,
            MessageTemplate.builder("for_phones").sms("en", "{{count}}").build(),
            Actor.of("ann"));
    return engine;
  }

  private static void publish(WorkflowEngine engine) {
    engine.events().publish(Event.of(TENANT, "go", null, Json.object()));
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        IllegalStateException.class,
        AssertionError.class,
        NoClassDefFoundError.class,
        StackOverflowError.class
      })
  void the_engine_and_the_other_listeners_go_on(Class<? extends Throwable> kind) throws Exception {
    CountDownLatch sent = new CountDownLatch(3);
    CountDownLatch resumed = new CountDownLatch(1);
    CountDownLatch plain = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(3);
    EngineListener friendly =
        new EngineListener() {
          @Override
          public void instanceMoved(InstanceMove move) {
            if (move.outcome() == InstanceOutcome.COMPLETED) {
              ended.countDown();
            }
          }

          @Override
          public void messageEnded(OutboundMessage message, SendResult result, int attempt) {
            if (result instanceof SendResult.Sent) {
              sent.countDown();
            }
          }

          @Override
          public void sendingResumed(SendingStop stop) {
            resumed.countDown();
          }

          @Override
          public void digestNotRendered(DigestFault fault) {
            plain.countDown();
          }
        };
    try (WorkflowEngine engine = engine(hostile(kind), friendly)) {
      engine.start();
      for (int i = 0; i < 3; i++) {
        publish(engine);
      }
      assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(sent.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(resumed.await(60, TimeUnit.SECONDS)).isTrue();
      assertThatThrownBy(
              () ->
                  engine.tasks().claim(TENANT, InstanceId.of(new UUID(0, 1)), "a", Actor.of("ann")))
          .isInstanceOf(NotFoundException.class);
      engine.events().publish(Event.of(TENANT, "news", null, Json.object()));
      assertThat(plain.await(60, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(told)
        .as("every method was called, and threw")
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(EngineListener.class.getDeclaredMethods())
                .map(Method::getName)
                .filter(name -> !TOLD_ELSEWHERE.contains(name))
                .toList());
    assertThat(logged.list)
        .allSatisfy(
            line -> {
              assertThat(line.getLevel()).isEqualTo(Level.WARN);
              assertThat(line.getFormattedMessage())
                  .matches("Listener \\S*\\$Proxy\\d+ failed; the engine goes on");
              assertThat(line.getThrowableProxy().getClassName()).isEqualTo(kind.getName());
            })
        .hasSizeGreaterThanOrEqualTo(told.size());
  }

  @Test
  void a_following_that_throws_does_not_keep_the_others_from_ending() {
    StringBuilder order = new StringBuilder();
    try (WorkflowEngine engine =
        engine(
            follower(result -> order.append("first ")),
            follower(
                result -> {
                  order.append("second ");
                  throw new IllegalStateException("no");
                }),
            follower(result -> order.append("third ")))) {
      publish(engine);
      engine.runUntilIdle();
    }
    assertThat(order).hasToString("third second first third second first ");
    assertThat(logged.list).hasSize(2);
  }

  @Test
  void a_listener_that_returns_no_following_is_named_in_the_log() {
    EngineListener forgetful = new Forgetful();
    try (WorkflowEngine engine = engine(forgetful)) {
      publish(engine);
      engine.runUntilIdle();
    }
    assertThat(logged.list)
        .hasSize(2)
        .allSatisfy(
            line -> {
              assertThat(line.getFormattedMessage())
                  .isEqualTo(
                      "Listener dev.workflow.internal.engine.ListenersTest$Forgetful failed; the engine goes on");
              assertThat(line.getThrowableProxy().getMessage())
                  .isEqualTo("attemptStarted returned null; it must return an AttemptScope");
            });
  }

  private static final class Forgetful implements EngineListener {
    @Override
    @SuppressWarnings("NullAway")
    public AttemptScope attemptStarted(AttemptStart attempt) {
      return null;
    }
  }

  private static EngineListener follower(EngineListener.AttemptScope following) {
    return new EngineListener() {
      @Override
      public AttemptScope attemptStarted(AttemptStart attempt) {
        return following;
      }
    };
  }
}
