package dev.workflow.examples.spring;

import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.WorkflowEngine;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Places orders and takes payments: each with its event in one transaction. */
@Service
public class Orders {

  private final JdbcTemplate jdbc;
  private final WorkflowEngine engine;

  Orders(JdbcTemplate jdbc, WorkflowEngine engine) {
    this.jdbc = jdbc;
    this.engine = engine;
  }

  /**
   * An order and the event that starts its workflow.
   *
   * @throws IllegalArgumentException if nothing is ordered; then neither is there
   */
  // snippet: place
  @Transactional
  public void place(String id, int pieces) {
    jdbc.update("INSERT INTO shop_order (id, pieces) VALUES (?, ?)", id, pieces);
    engine
        .events()
        .publish(
            Event.of(
                OrdersApplication.SHOP,
                "order.placed",
                SubjectRef.of("order", id),
                Json.object().put("pieces", pieces)));
    if (pieces < 1) {
      throw new IllegalArgumentException("order " + id + " has no pieces");
    }
  }

  // end

  /** A payment, which ends the workflow. */
  @Transactional
  public void pay(String id) {
    engine
        .events()
        .publish(
            Event.of(
                OrdersApplication.SHOP, "order.paid", SubjectRef.of("order", id), Json.object()));
  }

  /** How many pieces are reserved for an order. */
  public int reserved(String id) {
    Integer pieces =
        jdbc.queryForObject(
            "SELECT coalesce(sum(pieces), 0) FROM reservation WHERE order_id = ?",
            Integer.class,
            id);
    return pieces == null ? 0 : pieces;
  }

  /** How often somebody was reminded to pay. */
  public int reminders(String id) {
    Integer reminders =
        jdbc.queryForObject("SELECT count(*) FROM reminder WHERE order_id = ?", Integer.class, id);
    return reminders == null ? 0 : reminders;
  }

  /** Whether there is such an order. */
  public boolean exists(String id) {
    Integer rows =
        jdbc.queryForObject("SELECT count(*) FROM shop_order WHERE id = ?", Integer.class, id);
    return rows != null && rows == 1;
  }
}
