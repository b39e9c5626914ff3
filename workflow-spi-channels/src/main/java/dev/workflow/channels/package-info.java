/** What the ready channels share. Each channel has a package of its own. */
@NullMarked
package dev.workflow.channels;

import org.jspecify.annotations.NullMarked;
