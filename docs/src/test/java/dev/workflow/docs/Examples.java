package dev.workflow.docs;

import dev.workflow.WorkflowEngine;
import dev.workflow.testkit.RecordedRecords;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** What the examples share. */
public final class Examples {

  private Examples() {}

  /** An engine in memory that knows every action the pages use. */
  public static WorkflowEngine.Builder engine() {
    return WorkflowEngine.builder()
        .records(new RecordedRecords())
        .handler(new ScoreLead((key, leadId) -> 80));
  }

  /** An empty database in memory; gone with the JVM. */
  public static DataSource database() {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    return source;
  }
}
