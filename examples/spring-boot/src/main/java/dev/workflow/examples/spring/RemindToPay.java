package dev.workflow.examples.spring;

import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Notes that somebody is to be reminded of an order that is not paid. */
@Component
class RemindToPay implements ActionHandler {

  private final JdbcTemplate jdbc;

  RemindToPay(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public String type() {
    return "remind_to_pay";
  }

  @Override
  public boolean transactional() {
    return true;
  }

  @Override
  public ActionResult start(ActionContext context) {
    jdbc.update(
        "INSERT INTO reminder (order_id) VALUES (?)", context.config().get("order").asText());
    return ActionResult.completed();
  }
}
