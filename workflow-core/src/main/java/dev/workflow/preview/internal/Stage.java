package dev.workflow.preview.internal;

import dev.workflow.preview.PreviewedRun;

/** Where a scene is played without any effect on the host or its store. Thread-safe. */
@FunctionalInterface
public interface Stage {

  PreviewedRun play(Scene scene);
}
