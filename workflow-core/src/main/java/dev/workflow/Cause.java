package dev.workflow;

import java.util.ArrayList;
import java.util.List;

/**
 * The chain of automations that led to an event, oldest first. A host that writes data on behalf of
 * a step passes the step's cause on with the events that the write gives rise to.
 *
 * @param links each {@code workflow-key/instance-uuid}
 */
public record Cause(List<String> links) {

  /** The longest chain in which workflows may start one another. */
  public static final int MAX_DEPTH = 32;

  public Cause {
    links = List.copyOf(links);
  }

  /** The chain with one more automation at its end. */
  public Cause then(String workflow, InstanceId instance) {
    List<String> longer = new ArrayList<>(links);
    longer.add(workflow + "/" + instance);
    return new Cause(longer);
  }

  /** How many automations stand between the first event and this one. */
  public int depth() {
    return links.size();
  }

  /** How often this workflow is in the chain. */
  public long count(String workflow) {
    return links.stream().filter(link -> link.startsWith(workflow + "/")).count();
  }
}
