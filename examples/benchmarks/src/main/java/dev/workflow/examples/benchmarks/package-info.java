/** Programs that measure the engine. Each prints JSON lines, and one line for people on stderr. */
@org.jspecify.annotations.NullMarked
package dev.workflow.examples.benchmarks;
