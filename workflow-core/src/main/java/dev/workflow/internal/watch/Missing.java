package dev.workflow.internal.watch;

import dev.workflow.definition.Step;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.messaging.internal.context.MessagingContext;
import dev.workflow.messaging.internal.service.MessageChannels;
import java.util.Set;
import java.util.TreeSet;

/**
 * What this node lacks of what the tenant's enabled workflows need.
 *
 * @param actions types of actions without a handler
 * @param channels channels without a sender
 */
record Missing(Set<String> actions, Set<String> channels) {

  private static final int MOST = 50;

  static Missing here(Look look) {
    Set<String> actions = new TreeSet<>();
    Set<String> channels = new TreeSet<>();
    Set<String> senders = MessagingContext.of(look.transactions()).senders().all().keySet();
    for (StepTree tree : look.enabled()) {
      for (StepTree.Node node : tree.nodes()) {
        if (node.step() instanceof Step.Action action) {
          if (look.engine().actions().find(action.type()) == null) {
            add(actions, action.type());
          }
          MessageChannels.of(look.engine(), action).stream()
              .filter(channel -> !senders.contains(channel))
              .forEach(channel -> add(channels, channel));
        }
      }
    }
    return new Missing(actions, channels);
  }

  private static void add(Set<String> names, String name) {
    if (names.size() < MOST) {
      names.add(name);
    }
  }
}
