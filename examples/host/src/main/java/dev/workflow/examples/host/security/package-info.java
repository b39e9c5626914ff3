/** Who calls, with which roles and scopes, and how much. */
@NullMarked
package dev.workflow.examples.host.security;

import org.jspecify.annotations.NullMarked;
