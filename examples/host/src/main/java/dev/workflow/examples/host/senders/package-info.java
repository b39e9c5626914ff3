/** How messages leave the host. */
@NullMarked
package dev.workflow.examples.host.senders;

import org.jspecify.annotations.NullMarked;
