/** How previews are made. */
@NullMarked
package dev.workflow.preview.internal;

import org.jspecify.annotations.NullMarked;
