package dev.workflow.examples.spring;

import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Reserves the pieces of an order, exactly once: the row is part of the step's transaction. */
// snippet: handler
@Component
class ReserveStock implements ActionHandler {

  private final JdbcTemplate jdbc;

  ReserveStock(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public String type() {
    return "reserve_stock";
  }

  @Override
  public boolean transactional() {
    return true;
  }

  @Override
  public ActionResult start(ActionContext context) {
    jdbc.update(
        "INSERT INTO reservation (order_id, pieces) VALUES (?, ?)",
        context.config().get("order").asText(),
        context.config().get("pieces").asInt());
    return ActionResult.completed();
  }
}
// end
