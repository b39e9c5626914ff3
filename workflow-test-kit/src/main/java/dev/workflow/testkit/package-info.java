/**
 * Tests of workflows: virtual time, recorded messages, assertions that tell the instance's story.
 */
@NullMarked
package dev.workflow.testkit;

import org.jspecify.annotations.NullMarked;
