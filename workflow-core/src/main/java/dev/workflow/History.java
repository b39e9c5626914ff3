package dev.workflow;

import dev.workflow.evidence.EvidencePack;
import dev.workflow.instance.HistoryEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The history of instances. Thread-safe. */
public interface History {

  /**
   * Every act in order.
   *
   * @throws NotFoundException if the tenant has no such instance
   */
  List<HistoryEntry> of(TenantId tenant, InstanceId instance);

  /**
   * Every act in all instances about a subject, such as a matter: by the time at which it was
   * committed, then by instance. What happens meanwhile is on a later page of {@link
   * Order#OLDEST_FIRST}. Each page looks at the whole history of the subject: use one that grows
   * with a case, not one that all cases share.
   *
   * @param cursor {@link Page#next()} of the page before, of the same subject and order; null: from
   *     the beginning
   * @param limit 1 to 1,000
   */
  Page<HistoryEntry> of(
      TenantId tenant, SubjectRef subject, Order order, @Nullable String cursor, int limit);

  /** In which direction a history is read. */
  enum Order {
    OLDEST_FIRST,
    NEWEST_FIRST
  }

  /**
   * Everything about an instance as it is now, so that others can verify it: how it began, its
   * definition, its history and the messages it sent. Secrets that a step has read are masked in
   * it.
   *
   * @throws NotFoundException if the tenant has no such instance
   */
  EvidencePack evidence(TenantId tenant, InstanceId instance);

  /** The history for people, one line per moment. */
  String story(TenantId tenant, InstanceId instance);

  /** The instance's definition as a Mermaid flowchart, its steps coloured by state. */
  String diagram(TenantId tenant, InstanceId instance);

  /** The same as an SVG picture, without styles and scripts. */
  String picture(TenantId tenant, InstanceId instance);
}
