/** The checks that keep the pages true. */
@NullMarked
package dev.workflow.docs.pages;

import org.jspecify.annotations.NullMarked;
