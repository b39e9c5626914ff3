/** The engine's own operations as routes, one package a topic. */
@NullMarked
package dev.workflow.examples.host.engine;

import org.jspecify.annotations.NullMarked;
