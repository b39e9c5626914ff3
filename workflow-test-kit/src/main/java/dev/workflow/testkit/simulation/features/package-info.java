/**
 * Stories in which the features of the engine meet: random workflows of all kinds of step, and what
 * people, providers, hosts and operators do to them, judged by a model that does not know the
 * engine's code.
 */
@NullMarked
package dev.workflow.testkit.simulation.features;

import org.jspecify.annotations.NullMarked;
