package dev.workflow.examples.host.matters;

/** Who does a step of a matter. */
public enum RoleScope {
  /** The organisation's admins. */
  ADMIN,
  /** The matter's owner and the lawyers who are assigned to it. */
  LAWYER,
  /** The paralegals on the matter. */
  PARALEGAL,
  /** The client of the matter. */
  CLIENT
}
