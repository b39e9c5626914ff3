/** What people are asked: queries, commands and bulk operations of tasks. */
@NullMarked
package dev.workflow.task;

import org.jspecify.annotations.NullMarked;
