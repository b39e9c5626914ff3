/** One running workflow: its state, the state machine, and transitions as pure functions. */
@NullMarked
package dev.workflow.instance;

import org.jspecify.annotations.NullMarked;
