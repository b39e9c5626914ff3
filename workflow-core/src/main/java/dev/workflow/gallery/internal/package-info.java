/** How templates are kept and used. Not API. */
@NullMarked
package dev.workflow.gallery.internal;

import org.jspecify.annotations.NullMarked;
