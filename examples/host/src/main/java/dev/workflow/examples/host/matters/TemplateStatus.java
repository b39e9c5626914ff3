package dev.workflow.examples.host.matters;

/** The state of what is shown of a template. */
public enum TemplateStatus {
  /** It has not been published as it is shown. */
  DRAFT,
  /** It is the newest published version. */
  PUBLISHED,
  /** It was taken out of use. */
  ARCHIVED
}
