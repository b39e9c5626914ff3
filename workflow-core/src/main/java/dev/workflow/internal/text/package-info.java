/** Text helpers that every room uses: suggestions for misspelt names, places in documents. */
@NullMarked
package dev.workflow.internal.text;

import org.jspecify.annotations.NullMarked;
