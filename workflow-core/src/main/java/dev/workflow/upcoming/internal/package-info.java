/** Where what is to come is found, and how it is changed. */
@NullMarked
package dev.workflow.upcoming.internal;

import org.jspecify.annotations.NullMarked;
