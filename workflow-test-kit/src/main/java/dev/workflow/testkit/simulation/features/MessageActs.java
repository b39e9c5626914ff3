package dev.workflow.testkit.simulation.features;

import dev.workflow.spi.MessageState;
import dev.workflow.spi.store.MessageRow;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The acts on messages, and those of their recipients. */
final class MessageActs {

  private final SplittableRandom random;
  private final Set<Topic> topics;

  MessageActs(SplittableRandom random, Set<Topic> topics) {
    this.random = random;
    this.topics = topics;
  }

  void addTo(Author author) {
    if (!topics.contains(Topic.MESSAGES)) {
      return;
    }
    author.may(1, stage -> ofMessage(stage, Verb.MESSAGE_HOLD, ""));
    author.may(1, stage -> ofMessage(stage, Verb.MESSAGE_RELEASE, ""));
    author.may(1, stage -> ofMessage(stage, Verb.MESSAGE_SKIP, ""));
    author.may(1, stage -> ofMessage(stage, Verb.MESSAGE_SEND_NOW, ""));
    author.may(1, stage -> ofMessage(stage, Verb.MESSAGE_RESEND, ""));
    author.may(1, stage -> ofMessage(stage, Verb.MESSAGE_MOVE, "PT" + random.nextInt(90) + "S"));
    author.may(3, stage -> ofMessage(stage, Verb.REPLY, pick("Yes please", "STOP", "Thanks")));
    author.may(2, stage -> ofMessage(stage, Verb.REPORT, pick("DELIVERED", "READ", "BOUNCED")));
    author.may(
        1,
        stage ->
            Act.of(
                Verb.SUPPRESS,
                "a/k" + random.nextInt(2) + "@example.com",
                Cast.ADMIN,
                pick("EVERYTHING", "MARKETING")));
  }

  private String pick(String... from) {
    return from[random.nextInt(from.length)];
  }

  private static boolean fits(MessageRow row, Verb verb) {
    return switch (verb) {
      case MESSAGE_RELEASE -> row.is(MessageState.HELD);
      case MESSAGE_RESEND -> row.is(MessageState.FAILED);
      case REPLY, REPORT -> row.delivery().providerId() != null;
      default -> row.status().open();
    };
  }

  private @Nullable Act ofMessage(Stage stage, Verb verb, String argument) {
    List<MessageRow> rows =
        stage.sight().messages().stream()
            .filter(row -> row.tenant().equals(Cast.A) && row.origin().instance() != null)
            .filter(row -> random.nextInt(6) == 0 || fits(row, verb))
            .toList();
    return rows.isEmpty()
        ? null
        : Act.of(
            verb, stage.sight().name(rows.get(random.nextInt(rows.size()))), Cast.ADMIN, argument);
  }
}
