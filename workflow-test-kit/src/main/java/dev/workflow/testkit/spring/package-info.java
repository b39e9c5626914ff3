/**
 * The {@linkplain dev.workflow.testkit.WorkflowTestKit test kit} in tests of Spring: an engine on
 * virtual time instead of the application's, on the application's store, with its handlers, senders
 * and directories. The dependencies are optional.
 */
@NullMarked
package dev.workflow.testkit.spring;

import org.jspecify.annotations.NullMarked;
