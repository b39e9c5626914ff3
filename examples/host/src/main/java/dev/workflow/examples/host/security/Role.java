package dev.workflow.examples.host.security;

/** What somebody is in a tenant. The first that one has decides the most. */
public enum Role {
  /** The organisation's admins: everything. */
  ADMIN,
  /** Defines, publishes and starts workflows. */
  MANAGER,
  /** Works on the matters that they own or are assigned to. */
  LAWYER,
  /** Works on the matters that they are on. */
  PARALEGAL,
  /** Sees and does what a matter asks of its client. */
  CLIENT,
  /** Starts workflows and sees what becomes of them. */
  SALES
}
