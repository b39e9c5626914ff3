/** The engine as a principal has it: every call is checked first. */
@NullMarked
package dev.workflow.internal.access;

import org.jspecify.annotations.NullMarked;
