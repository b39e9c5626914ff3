/**
 * Many possible histories of several engines on one store, each made from a seed: crashes, pauses
 * and lost answers at every suspension point, and a model that checks what the engine promises.
 */
@NullMarked
package dev.workflow.testkit.simulation;

import org.jspecify.annotations.NullMarked;
