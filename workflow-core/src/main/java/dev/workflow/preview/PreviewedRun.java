package dev.workflow.preview;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.WorkflowInstance;
import dev.workflow.instance.HistoryEntry;
import dev.workflow.trigger.EventExplanation;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an event would make of a workflow. Ids in it are those of this preview. Immutable.
 *
 * @param start whether it starts, and why
 * @param instance as it is in the end; null: it does not start
 * @param history what happens to it, in order, with the times of the preview
 * @param story the same for people
 * @param messages what is sent, rendered, in order; at most {@value #MOST}
 * @param calls what the host's actions are given, in order; at most {@value #MOST}
 * @param laterEvents the ids of the events that came later, in order
 * @param others the instances that were started besides, such as sub-workflows; at most {@value
 *     #MOST_OTHERS}
 * @param until how far the clock came
 * @param end why it goes no further
 */
public record PreviewedRun(
    EventExplanation.Candidate start,
    @Nullable WorkflowInstance instance,
    List<HistoryEntry> history,
    String story,
    List<PreviewedMessage> messages,
    List<PreviewedCall> calls,
    List<String> laterEvents,
    List<WorkflowInstance> others,
    Instant until,
    End end) {

  /** How many messages and calls are kept. */
  public static final int MOST = 1_000;

  /** How many other instances are kept. */
  public static final int MOST_OTHERS = 20;

  /** Copies what can be changed. */
  public PreviewedRun {
    history = List.copyOf(history);
    messages = List.copyOf(messages);
    calls = List.copyOf(calls);
    laterEvents = List.copyOf(laterEvents);
    others = List.copyOf(others);
  }

  /** Why a run goes no further. */
  public enum End {
    /** It does not start. */
    NOT_STARTED,
    /** The instance has ended. */
    ENDED,
    /** Nothing comes by itself any more: it waits for a person, a provider or an event. */
    WAITS,
    /** The time that was assumed is over. */
    TIME,
    /** It moved the clock 10,000 times. */
    TOO_LONG
  }

  /**
   * A message on its way to a recipient.
   *
   * @param at when it is handed to the channel
   * @param content as a sender gets it: {@code subject}, {@code text}, …
   */
  public record PreviewedMessage(
      Instant at, String channel, String recipient, ObjectNode content) {}

  /**
   * A call of an action that is not made.
   *
   * @param step with its round in a loop, such as {@code send[2]}
   * @param config with its expressions worked out; a secret is {@value #SECRET}
   * @param result what is assumed of it; null: it fails, or waits
   */
  public record PreviewedCall(
      Instant at, String step, String action, JsonNode config, @Nullable JsonNode result) {

    /** What stands in the place of every secret. */
    public static final String SECRET = "(secret)";
  }
}
