/** What people are told of their tasks. */
@NullMarked
package dev.workflow.messaging.internal.notice;

import org.jspecify.annotations.NullMarked;
