/** Notification rules from a table of an older system, as workflows. */
@NullMarked
package dev.workflow.messaging.internal.ruleimport;

import org.jspecify.annotations.NullMarked;
