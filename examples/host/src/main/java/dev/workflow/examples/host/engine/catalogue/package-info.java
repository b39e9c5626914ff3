/** What a definition can be made of: action types, event types, the schema. */
@NullMarked
package dev.workflow.examples.host.engine.catalogue;

import org.jspecify.annotations.NullMarked;
