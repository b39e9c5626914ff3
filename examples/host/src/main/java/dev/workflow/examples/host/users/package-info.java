/** Tenants, users, tokens and matters: tables of the host's own. */
@NullMarked
package dev.workflow.examples.host.users;

import org.jspecify.annotations.NullMarked;
