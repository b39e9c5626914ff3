/** Notification rules from a table of an older system, as workflows. */
@NullMarked
package dev.workflow.ruleimport.internal;

import org.jspecify.annotations.NullMarked;
