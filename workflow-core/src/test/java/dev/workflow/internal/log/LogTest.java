package dev.workflow.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogTest {

  private static final String FORGED = "x\n2026-01-05 WARN all is well\r\u2028";
  private static final String SHOWN = "x\\n2026-01-05 WARN all is well\\r\\u2028";

  private final Logger logger =
      (Logger) LoggerFactory.getLogger("dev.workflow.internal.log.LogTest");
  private final ListAppender<ILoggingEvent> written =
      new ListAppender<>() {
        @Override
        protected void append(ILoggingEvent event) {
          event.getCallerData();
          super.append(event);
        }
      };
  private final Log log = Log.over(logger);

  @BeforeEach
  void listen() {
    written.start();
    logger.setAdditive(false);
    logger.addAppender(written);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(written);
    logger.setLevel(null);
  }

  private List<String> lines() {
    return written.list.stream()
        .flatMap(
            event -> {
              String line =
                  event.getLevel()
                      + " "
                      + event.getCallerData()[0].getFileName()
                      + " "
                      + event.getFormattedMessage()
                      + "\n";
              IThrowableProxy thrown = event.getThrowableProxy();
              return (line + (thrown == null ? "" : ThrowableProxyUtil.asString(thrown))).lines();
            })
        .toList();
  }

  @Test
  void an_argument_stays_within_its_line() {
    log.warn("{} of {}: {}", 1, FORGED, null);
    assertThat(lines()).containsExactly("WARN LogTest.java 1 of " + SHOWN + ": null");
  }

  @Test
  void a_level_that_is_off_writes_nothing() {
    logger.setLevel(Level.WARN);
    log.info("{}", FORGED);
    log.debug("{}", FORGED);
    log.error("{}", "kept");
    assertThat(lines()).containsExactly("ERROR LogTest.java kept");
  }

  @Nested
  class An_exception {

    @Test
    void with_a_message_of_one_line_is_logged_itself() {
      IllegalStateException plain = new IllegalStateException("away", new RuntimeException("why"));
      assertThat(OneLineException.of(plain)).isSameAs(plain);
    }

    @Test
    void keeps_its_name_its_cause_and_its_trace_and_begins_no_line() {
      RuntimeException cause = new RuntimeException(FORGED);
      IllegalStateException thrown = new IllegalStateException(FORGED, cause);
      thrown.addSuppressed(new IllegalArgumentException(FORGED));
      log.warn("It failed", thrown);
      assertThat(lines())
          .contains(
              "WARN LogTest.java It failed",
              "java.lang.IllegalStateException: " + SHOWN,
              "Caused by: java.lang.RuntimeException: " + SHOWN,
              "\tSuppressed: java.lang.IllegalArgumentException: " + SHOWN)
          .noneMatch(line -> line.startsWith("2026"));
      assertThat(OneLineException.of(thrown).getStackTrace()).isEqualTo(thrown.getStackTrace());
    }

    @Test
    void that_is_its_own_cause_is_logged_once() {
      RuntimeException one = new RuntimeException(FORGED);
      RuntimeException other = new RuntimeException("other", one);
      one.initCause(other);
      log.error("It failed", one);
      assertThat(lines()).contains("java.lang.RuntimeException: " + SHOWN);
    }

    @Test
    void that_fails_when_it_is_asked_is_logged_by_its_name() {
      log.error("It failed: {}", 1, new Silent());
      assertThat(lines()).contains("ERROR LogTest.java It failed: 1");
    }
  }

  private static final class Silent extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Silent() {
      super("", new RuntimeException(FORGED));
    }

    @Override
    public String toString() {
      throw new IllegalStateException("no");
    }
  }
}
