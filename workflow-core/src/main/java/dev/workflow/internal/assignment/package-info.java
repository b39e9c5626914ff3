/** Which workflow governs a subject, with which terms, and why. */
@NullMarked
package dev.workflow.internal.assignment;

import org.jspecify.annotations.NullMarked;
