package dev.workflow.examples.benchmarks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;

/** Where the figures come from. */
final class Machine {

  private Machine() {}

  static ObjectNode describe() {
    Runtime runtime = Runtime.getRuntime();
    return JsonNodeFactory.instance
        .objectNode()
        .put("cores", runtime.availableProcessors())
        .put("maxHeapMb", runtime.maxMemory() >> 20)
        .put("java", System.getProperty("java.vm.name") + " " + Runtime.version())
        .put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
  }

  static ObjectNode describe(Database database) throws SQLException {
    ObjectNode machine = describe();
    try (Connection connection = database.source().getConnection()) {
      machine.put(
          "database",
          connection.getMetaData().getDatabaseProductName()
              + " "
              + connection.getMetaData().getDatabaseProductVersion());
    }
    if (database.isPostgres()) {
      for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
        machine.put(setting, database.value("SHOW " + setting));
      }
    }
    return machine;
  }
}
