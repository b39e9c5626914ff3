/** What would happen: a definition on past events, one run in advance, and a publication. */
@NullMarked
package dev.workflow.preview;

import org.jspecify.annotations.NullMarked;
