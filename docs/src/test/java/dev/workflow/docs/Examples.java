package dev.workflow.docs;

import dev.workflow.WorkflowEngine;
import dev.workflow.channels.http.OutboundHttp;
import dev.workflow.channels.webhook.CallWebhook;
import dev.workflow.channels.webhook.WebhookSettings;
import dev.workflow.testkit.RecordedRecords;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** What the examples share. */
public final class Examples {

  private static final OutboundHttp HTTP = OutboundHttp.create();

  private Examples() {}

  /** An engine in memory that knows every action the pages use. */
  public static WorkflowEngine.Builder engine() {
    return WorkflowEngine.builder()
        .records(new RecordedRecords())
        .handler(new ScoreLead((key, leadId) -> 80))
        .handler(CallWebhook.create(HTTP, WebhookSettings.defaults()));
  }

  /** An empty database in memory; gone with the JVM. */
  public static DataSource database() {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    return source;
  }
}
