package dev.workflow.definition;

/** The life of one version of a definition. */
public enum DefinitionStatus {
  /** Being written; starts nothing. */
  DRAFT,
  /** Frozen; the newest published version is the one that starts. */
  PUBLISHED,
  /** Starts nothing any more; running instances continue. */
  ARCHIVED
}
