/** What every room of messaging works with. */
@NullMarked
package dev.workflow.messaging.internal.context;

import org.jspecify.annotations.NullMarked;
