/**
 * The engine in a Spring Boot application, without glue: a {@link
 * dev.workflow.jdbi.JdbiWorkflowStore store} and an {@link dev.workflow.WorkflowEngine engine} on
 * the application's {@code DataSource}, with the handlers, senders, directories and listeners that
 * are beans; {@code workflow.*} properties; start and stop with the context; and services that take
 * part in the transaction that Spring has on their thread.
 *
 * <p>Works on Spring Boot 3.5 and 4.0. The dependencies are optional: an application without Spring
 * never loads this package.
 */
@NullMarked
package dev.workflow.jdbi.spring;

import org.jspecify.annotations.NullMarked;
