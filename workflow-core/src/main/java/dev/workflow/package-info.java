/** The engine's facade: what a host application touches first. */
@NullMarked
package dev.workflow;

import org.jspecify.annotations.NullMarked;
