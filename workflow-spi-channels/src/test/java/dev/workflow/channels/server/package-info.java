/** Real servers on loopback, for tests. */
@NullMarked
package dev.workflow.channels.server;

import org.jspecify.annotations.NullMarked;
