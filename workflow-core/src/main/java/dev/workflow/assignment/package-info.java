/** Which workflow is in force for a subject: rules, overrides, defaults, and commercial terms. */
@NullMarked
package dev.workflow.assignment;

import org.jspecify.annotations.NullMarked;
