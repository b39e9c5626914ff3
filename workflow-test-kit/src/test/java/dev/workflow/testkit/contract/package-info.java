/** What the engine promises, as tests that run on every store. */
@NullUnmarked
package dev.workflow.testkit.contract;

import org.jspecify.annotations.NullUnmarked;
