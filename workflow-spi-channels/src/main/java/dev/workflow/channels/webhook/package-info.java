/** Webhooks to others: a channel, and the action {@code call_webhook}. */
@NullMarked
package dev.workflow.channels.webhook;

import org.jspecify.annotations.NullMarked;
