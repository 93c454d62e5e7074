/**
 * The database roles (`settled.md` 18): they belong to the server, not to one database, and are made by the
 * bootstrap. None may log in by itself; a login is a member of the roles that its pools take on.
 */
export const databaseRoles = {
  /** Owns schema and tables; migrations and retention run as it. Bound by row-level security too (FORCE). */
  owner: 'muitiem_owner',
  /** People's transactions: sees the rows of the scope set at their start, and no others. */
  app: 'muitiem_app',
  /** The set writer: INSERT on its own tables, no name, phone or identifier of anyone. */
  writer: 'muitiem_writer',
  /** Counters, sums and rebuilds: reads, and never a name. */
  report: 'muitiem_report',
  /** Owns the two SECURITY DEFINER functions, identify and search; no pool ever takes it on. */
  lookup: 'muitiem_lookup',
} as const

export type RoleName = (typeof databaseRoles)[keyof typeof databaseRoles]

/** A role that a pool may take on. */
export type PoolRole = Exclude<keyof typeof databaseRoles, 'lookup'>
