/** A sales portal that moves its notifications over to workflows, one channel at a time. */
@NullMarked
package dev.workflow.examples.salesportal;

import org.jspecify.annotations.NullMarked;
