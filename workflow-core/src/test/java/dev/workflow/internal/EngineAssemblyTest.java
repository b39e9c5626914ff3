package dev.workflow.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.workflow.WorkflowEngine;
import dev.workflow.spi.AccessPolicy;
import dev.workflow.spi.ActorDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class EngineAssemblyTest {

  private final Logger logger = (Logger) LoggerFactory.getLogger(EngineAssembly.class);
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

  @BeforeEach
  void listen() {
    logged.start();
    logger.addAppender(logged);
  }

  @AfterEach
  void listenNoMore() {
    logger.detachAppender(logged);
  }

  @Test
  void an_engine_without_a_directory_of_actors_says_once_that_everybody_is_an_admin() {
    WorkflowEngine.builder().access(AccessPolicy.open()).build().close();
    assertThat(logged.list).hasSize(1);
    assertThat(logged.list.get(0).getLevel()).isEqualTo(Level.WARN);
    assertThat(logged.list.get(0).getFormattedMessage())
        .isEqualTo(
            "There is no ActorDirectory: every actor has every role, ADMIN included; give one with"
                + " actors(...), or ActorDirectory.open() if that is meant");
  }

  @Test
  void an_engine_without_a_policy_says_once_that_everybody_may_do_everything() {
    WorkflowEngine.builder().actors(ActorDirectory.open()).build().close();
    assertThat(logged.list).hasSize(1);
    assertThat(logged.list.get(0).getLevel()).isEqualTo(Level.WARN);
    assertThat(logged.list.get(0).getFormattedMessage())
        .isEqualTo(
            "There is no AccessPolicy: every principal may do everything; give one with"
                + " access(...), or AccessPolicy.open() if that is meant");
  }

  @Test
  void an_engine_that_is_open_to_everybody_by_choice_says_nothing() {
    WorkflowEngine.builder()
        .actors(ActorDirectory.open())
        .access(AccessPolicy.open())
        .build()
        .close();
    assertThat(logged.list).isEmpty();
  }
}
