/** What a message says: templates, ready to be rendered, and their cache. */
@NullMarked
package dev.workflow.messaging.internal.content;

import org.jspecify.annotations.NullMarked;
