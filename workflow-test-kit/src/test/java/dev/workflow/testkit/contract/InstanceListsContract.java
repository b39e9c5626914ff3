package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.Instances.BulkOperation;
import dev.workflow.Instances.Order;
import dev.workflow.Instances.Query;
import dev.workflow.InvalidInputException;
import dev.workflow.Page;
import dev.workflow.SubjectRef;
import dev.workflow.instance.InstanceState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists of instances: by version and times, in each order. */
public abstract class InstanceListsContract extends EngineContract {

  private static final Actor OPERATOR = Actor.of("operator");

  private Instant begin;
  private InstanceId first;
  private InstanceId second;
  private InstanceId third;

  /** The first ends after four hours, the second after two, the third stays. */
  @BeforeEach
  void start() {
    begin = kit.clock().instant();
    first = started("PT4H");
    kit.advance(Duration.ofHours(1));
    second = started("PT1H");
    kit.advance(Duration.ofHours(1));
    third = started("P9D");
    kit.advance(Duration.ofHours(3));
  }

  private InstanceId started(String delay) {
    publish("w", "", "[{\"id\": \"pause\", \"delay\": \"" + delay + "\"}]");
    return kit.event("lead.created", SubjectRef.of("lead", "l-" + delay), "{}")
        .started()
        .get(0)
        .instance();
  }

  private Instant after(int hours) {
    return begin.plus(Duration.ofHours(hours));
  }

  private List<InstanceId> listed(Query query) {
    List<InstanceId> ids = new ArrayList<>();
    String cursor = null;
    do {
      Page<Instances.Summary> page = kit.engine().instances().list(query, cursor, 1);
      page.items().forEach(one -> ids.add(one.id()));
      cursor = page.next().orElse(null);
    } while (cursor != null);
    return ids;
  }

  @Test
  void each_order_is_kept_from_page_to_page() {
    Query all = Query.of(TENANT);
    assertThat(listed(all)).containsExactly(third, second, first);
    assertThat(listed(all.order(Order.OLDEST_FIRST))).containsExactly(first, second, third);
    assertThat(listed(all.order(Order.FIRST_ENDED_FIRST))).containsExactly(second, first);
    assertThat(listed(all.order(Order.LAST_ENDED_FIRST))).containsExactly(first, second);
  }

  @Test
  void a_list_is_narrowed_by_version_and_by_the_times_of_creation_and_end() {
    Query all = Query.of(TENANT);
    assertThat(listed(all.version(2))).containsExactly(second);
    assertThat(listed(all.created(after(1), null))).containsExactly(third, second);
    assertThat(listed(all.created(null, after(1)))).containsExactly(first);
    assertThat(listed(all.ended(null, null))).containsExactly(second, first);
    assertThat(listed(all.ended(after(2), after(4)))).containsExactly(second);
    assertThat(listed(all.created(after(1), null).in(InstanceState.COMPLETED)))
        .containsExactly(second);
    assertThat(listed(all.created(Instant.MIN, Instant.MAX))).hasSize(3);
    assertThat(listed(all.created(after(2), after(1)))).isEmpty();
  }

  @Test
  void a_cursor_of_one_order_is_none_of_another() {
    Instances instances = kit.engine().instances();
    String oldest =
        instances.list(Query.of(TENANT).order(Order.OLDEST_FIRST), null, 1).next().orElseThrow();
    for (Order order : List.of(Order.NEWEST_FIRST, Order.LAST_ENDED_FIRST)) {
      assertThatThrownBy(() -> instances.list(Query.of(TENANT).order(order), oldest, 1))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(
              "The cursor has a problem:\n  (document): is not a cursor returned by this list");
    }
  }

  @Test
  void a_bulk_operation_reaches_what_its_query_lists() {
    Query recent = Query.of(TENANT).created(after(1), null).order(Order.OLDEST_FIRST);
    kit.engine().instances().bulk(recent, BulkOperation.CANCEL, OPERATOR, report -> {});
    assertThat(instance(third).state()).isEqualTo(InstanceState.CANCELED);
    assertThat(instance(first).state()).isEqualTo(InstanceState.COMPLETED);
    Query ended = Query.of(TENANT).order(Order.LAST_ENDED_FIRST);
    assertThat(listed(ended)).containsExactly(third, first, second);
  }
}
