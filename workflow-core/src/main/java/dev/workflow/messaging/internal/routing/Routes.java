package dev.workflow.messaging.internal.routing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.workflow.Event;
import dev.workflow.WorkflowException;
import dev.workflow.WorkflowRef;
import dev.workflow.condition.EvaluationContext;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.expression.RenderContext;
import dev.workflow.messaging.Route;
import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.HostPath;
import dev.workflow.spi.HostPath.Notification;
import dev.workflow.trigger.TenantWorkflows;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** What the host's paths cover, and who sends it. Thread-safe. */
public final class Routes {

  private static final Pattern PATH = Pattern.compile("[a-z0-9_-]{1,50}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.:-]{1,100}");

  private static final Comparator<Covered> ORDER =
      Comparator.comparing((Covered covered) -> covered.notification().channel())
          .thenComparing(covered -> covered.notification().audience());

  /** A notification with the path that covers it. */
  record Covered(HostPath path, Notification notification) {}

  private final List<ChannelSender> senders;
  private final Map<String, List<Covered>> covered = new HashMap<>();
  private final Cache<WorkflowDefinition, SentSteps> steps =
      Caffeine.newBuilder().weakKeys().build();

  /** What is sent by a tenant's workflows as they are at a time. */
  private final Cache<TenantWorkflows, Map<WorkflowRef, Sending.All>> sent =
      Caffeine.newBuilder().weakKeys().build();

  /**
   * @throws WorkflowException if two paths have one name or cover the same, or a name cannot be
   *     used
   */
  public Routes(Collection<HostPath> paths) {
    Set<String> names = new HashSet<>();
    for (HostPath path : paths) {
      if (!PATH.matcher(path.name()).matches()) {
        throw new WorkflowException(
            "a HostPath is called \""
                + path.name()
                + "\"; expected 1 to 50 of a-z, 0-9, \"_\" and \"-\"");
      }
      if (!names.add(path.name())) {
        throw new WorkflowException(
            "two HostPaths are called \"" + path.name() + "\"; give each a name of its own");
      }
      path.notifications().forEach(notification -> add(path, notification));
    }
    covered.values().forEach(list -> list.sort(ORDER));
    senders = paths.stream().<ChannelSender>map(HostSender::new).toList();
  }

  private void add(HostPath path, Notification notification) {
    if (!isName(notification.channel()) || !isName(notification.audience())) {
      throw new WorkflowException(
          "the HostPath \""
              + path.name()
              + "\" covers "
              + notification
              + "; channel and audience are names of 1 to 100 letters, digits and _ - . :");
    }
    List<Covered> ofType = covered.computeIfAbsent(notification.event(), type -> new ArrayList<>());
    for (Covered other : ofType) {
      if (other.notification().equals(notification)) {
        throw new WorkflowException(
            "the HostPaths \""
                + other.path().name()
                + "\" and \""
                + path.name()
                + "\" both cover "
                + notification
                + "; one of them must not");
      }
    }
    ofType.add(new Covered(path, notification));
  }

  /** Whether this can be the name of a channel or an audience. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** The channels on which the outbox calls the host's paths. */
  public List<ChannelSender> senders() {
    return senders;
  }

  /** Whether anything is to be decided when such an event is published. */
  public boolean covers(String eventType) {
    return covered.containsKey(eventType);
  }

  /** One event for which decisions are taken. */
  public final class Asked {

    private final Router router;
    private final TenantWorkflows workflows;

    private Asked(Router router, TenantWorkflows workflows) {
      this.router = router;
      this.workflows = workflows;
    }

    /** The decision for one channel and audience. */
    public Route route(String channel, String audience) {
      return router.route(
          workflows.allCandidates(router.event().type()), this::sent, channel, audience);
    }

    private Sending.All sent(WorkflowDefinition workflow) {
      return sent.get(workflows, state -> new ConcurrentHashMap<>())
          .computeIfAbsent(
              workflow.ref(),
              ref -> Sending.of(workflow, workflows, one -> steps.get(one, SentSteps::of)));
    }

    /** The decisions for everything that the host's paths cover. */
    public List<Route> covered() {
      return of(router.event().type()).stream().map(this::route).toList();
    }

    private Route route(Covered one) {
      return route(one.notification().channel(), one.notification().audience());
    }

    /** The call of the host that a decision for a covered notification asks for. */
    public HostCall hostCall(Route route, ObjectNode event) {
      for (Covered one : of(route.event())) {
        if (one.notification().channel().equals(route.channel())
            && one.notification().audience().equals(route.audience())) {
          return new HostCall(
              HostSender.channel(one.path()),
              route.channel() + "/" + route.audience(),
              HostSender.content(event, route.channel(), route.audience()));
        }
      }
      throw new IllegalArgumentException("no path of the host covers " + route);
    }
  }

  /** A message that calls a path of the host. */
  public record HostCall(String channel, String recipient, ObjectNode content) {}

  private List<Covered> of(String eventType) {
    return covered.getOrDefault(eventType, List.of());
  }

  /** Looks at an event. */
  public Asked ask(
      TenantWorkflows workflows,
      Event event,
      ObjectNode data,
      EvaluationContext context,
      RenderContext rendering,
      Governor governor) {
    return new Asked(new Router(event, data, context, rendering, governor), workflows);
  }
}
