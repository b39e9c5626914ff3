/** Templates of workflows: with parameters, of which workflows are made. */
@NullMarked
package dev.workflow.gallery;

import org.jspecify.annotations.NullMarked;
