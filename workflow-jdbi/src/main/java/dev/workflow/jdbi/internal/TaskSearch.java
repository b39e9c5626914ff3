package dev.workflow.jdbi.internal;

import dev.workflow.jdbi.internal.sql.Binding;
import java.util.Optional;
import java.util.Set;

/**
 * Finds offers of tasks in the order of tasks, of many keys at once. Belongs to one transaction.
 */
public interface TaskSearch {

  /**
   * A query for the first offers.
   *
   * @param from {@code #task_offer o} with what is joined to it
   * @param where conditions on it, each beginning with AND; the tenant is {@code :tenant}, the
   *     number of rows {@code :limit}
   * @param order the names of columns of the offers
   * @param binding takes the keys
   */
  String offers(String from, String where, Set<String> who, String order, Binding binding);

  /**
   * A query for the first tasks of offers that nobody has claimed, which locks their instances and
   * passes over those that are locked; {@code :locked} is their number. Empty: the database cannot.
   *
   * @param select the columns of {@code #task t}
   */
  default Optional<String> locking(String select, String offers) {
    return Optional.empty();
  }

  /** A query for some of them in no order, each task once: for whoever counts them. */
  String some(String from, String where, Set<String> who, Binding binding);
}
