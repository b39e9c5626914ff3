/** What a store keeps for the gallery. */
@NullMarked
package dev.workflow.gallery.spi;

import org.jspecify.annotations.NullMarked;
