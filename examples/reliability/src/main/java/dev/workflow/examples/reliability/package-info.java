/**
 * Programs that break processes, connections and the database under a working engine, and check
 * what it promises. Each prints JSON lines, and one line for people on stderr.
 */
@org.jspecify.annotations.NullMarked
package dev.workflow.examples.reliability;
