/** Who sends a notification: a workflow, nobody, or the host's own code. */
@org.jspecify.annotations.NullMarked
package dev.workflow.messaging.internal.routing;
