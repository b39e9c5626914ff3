package dev.workflow.testkit.simulation.features;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.EngineOptions;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.spi.FrequencyCap;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.WorkflowStore;
import dev.workflow.testkit.VirtualClock;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The stage of a story: a store, a clock, the nodes, the host, and those who watch. */
final class Stage implements AutoCloseable {

  static final Duration LEASE = Duration.ofSeconds(15);
  private static final int NODES = 2;

  private final VirtualClock clock = new VirtualClock(WorkflowTestKit.START);
  private final WorkflowStore store;
  private final Names names = new Names();
  private final Host host;
  private final Leads leads;
  private final Checks checks = new Checks();
  private final Calls calls = new Calls(checks);
  private final Sight sight;
  private final Poison poison = new Poison();
  private final List<StageNode> nodes = new ArrayList<>();
  private final Set<String> handed = new HashSet<>();
  private final Set<String> retimed = new HashSet<>();
  private final Set<String> erased = new HashSet<>();
  private final Absences absences = new Absences();
  private final Runnable meanwhile;
  private final List<FrequencyCap> caps;
  private final StageNode readerNode;
  private int born;
  private int turn;

  /**
   * @param meanwhile what happens while a node stands still
   */
  Stage(Function<InstantSource, ? extends WorkflowStore> stores, Story story, Runnable meanwhile) {
    this.host = new Host(story);
    this.leads = new Leads(host);
    this.caps = story.topics().contains(Topic.HANDLING) ? List.of(CapCheck.CAP) : List.of();
    this.store = stores.apply(clock);
    this.sight = new Sight(store, names, checks);
    this.meanwhile = meanwhile;
    this.readerNode = node("reader");
    story.documents().values().forEach(document -> publish(readerNode, Cast.A, document));
    publish(readerNode, Cast.B, Documents.quiet());
  }

  /** Who was away when. */
  Absences absences() {
    return absences;
  }

  /** The steps that somebody has handed on, or tried to, by instance and step. */
  Set<String> handed() {
    return handed;
  }

  /** The steps whose time somebody has changed, or tried to, by instance and step. */
  Set<String> retimed() {
    return retimed;
  }

  /** The subjects that somebody has erased, or tried to, by tenant and id. */
  Set<String> erased() {
    return erased;
  }

  void publish(StageNode node, TenantId tenant, ObjectNode document) {
    WorkflowDefinition published =
        node.engine()
            .definitions()
            .publish(tenant, WorkflowDefinition.parse(document.toString()), Cast.actor("adam"));
    sight.published(tenant, published.ref(), new Outline(document));
  }

  private StageNode node(String name) {
    StageNode node = new StageNode(name, meanwhile);
    WorkflowEngine.Builder builder =
        WorkflowEngine.builder()
            .store(new StageStore(store, node, names, poison))
            .clock(clock)
            .executor(Runnable::run)
            .tenants(host)
            .actors(host)
            .tasks(settings -> settings.withDirectoryCache(Duration.ZERO))
            .holidays(host)
            .records(leads)
            .messaging(m -> m.frequencyCaps(caps))
            .listener(host)
            .options(
                EngineOptions.defaults()
                    .withNodeId(name)
                    .withLease(LEASE)
                    .withHandlerTimeout(Duration.ofDays(1)))
            .messaging(
                m ->
                    m.sender(new SimSender(SimActions.EMAIL, node, calls))
                        .sender(new SimSender(SimActions.SMS, node, calls)));
    SimActions.of(node, calls, host).forEach(builder::handler);
    node.engine(builder.build());
    return node;
  }

  /** A node that has nothing to do. */
  StageNode idle() {
    for (StageNode node : List.copyOf(nodes)) {
      if (node.dead() && !node.busy()) {
        node.engine().close();
        nodes.remove(node);
      }
    }
    while (nodes.stream().filter(node -> !node.busy()).count() < NODES - 1
        || nodes.size() < NODES) {
      nodes.add(node("node-" + ++born));
    }
    List<StageNode> idle = nodes.stream().filter(node -> !node.busy()).toList();
    return idle.get(turn++ % idle.size());
  }

  /** Lets the engine that only reads continue reading. */
  void rest() {
    readerNode.begin(Fault.NONE);
  }

  VirtualClock clock() {
    return clock;
  }

  Names names() {
    return names;
  }

  Host host() {
    return host;
  }

  /** The host's records. */
  Leads leads() {
    return leads;
  }

  Checks checks() {
    return checks;
  }

  Sight sight() {
    return sight;
  }

  Poison poison() {
    return poison;
  }

  /** Whether an instance stands because it, or what it needs, cannot be read. */
  boolean unreadable(SeenInstance instance) {
    InstanceKey key = instance.row().key();
    return poison.holds(key)
        || sight.isSetAside(key)
        || (poison.holdsWorkflow() && key.tenant().equals(Cast.A));
  }

  /**
   * All nodes begin anew, but for those that stand still: what they know by heart they must read
   * again.
   *
   * @param acting the one that does it
   */
  void restart(StageNode acting) {
    nodes.stream().filter(node -> node == acting || !node.busy()).forEach(StageNode::stop);
  }

  List<FrequencyCap> caps() {
    return caps;
  }

  Calls calls() {
    return calls;
  }

  /** An engine that only reads. */
  WorkflowEngine reader() {
    return readerNode.engine();
  }

  @Override
  public void close() {
    nodes.forEach(node -> node.engine().close());
    readerNode.engine().close();
    store.close();
  }
}
