/** The examples of the documentation, compiled and run, and the checks that keep its pages true. */
@NullMarked
package dev.workflow.docs;

import org.jspecify.annotations.NullMarked;
