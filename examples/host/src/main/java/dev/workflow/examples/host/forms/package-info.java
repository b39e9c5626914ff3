/**
 * The three ways to write a workflow, each translated into the engine's document: the document
 * itself, the rules form, and the CRM form. Knows nothing of HTTP, Spring or a database.
 */
@NullMarked
package dev.workflow.examples.host.forms;

import org.jspecify.annotations.NullMarked;
