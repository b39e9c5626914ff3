/**
 * Workflows in all their forms, their triggers and actions, their instances and statistics, and
 * scheduled tasks.
 */
@NullMarked
package dev.workflow.examples.host.crm;

import org.jspecify.annotations.NullMarked;
