/** What several packages share and no host should touch. */
@NullMarked
package dev.workflow.internal;

import org.jspecify.annotations.NullMarked;
