/** Packs of evidence: all that happened to an instance, as anybody can verify it. */
@org.jspecify.annotations.NullMarked
package dev.workflow.evidence;
