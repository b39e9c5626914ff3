package dev.workflow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.docs.pages.Tables;
import dev.workflow.jdbi.JdbiWorkflowStore;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** The page about the tables names those and the columns that there are. */
class SchemaTest {

  @Test
  void the_page_names_every_table_with_its_columns() {
    assertThat(Tables.ofPage("docs/reference/schema.md")).isEqualTo(Tables.of(migrated()));
  }

  @Test
  void the_picture_shows_every_table_with_its_key() {
    assertThat(Tables.ofPicture("docs/reference/schema.md")).isEqualTo(Tables.keys(migrated()));
  }

  private static Jdbi migrated() {
    DataSource dataSource = Examples.database();
    JdbiWorkflowStore.open(dataSource);
    return Jdbi.create(dataSource);
  }
}
