/** The durable store on JDBI: PostgreSQL and H2. */
@NullMarked
package dev.workflow.jdbi;

import org.jspecify.annotations.NullMarked;
