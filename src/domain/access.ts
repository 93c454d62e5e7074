/**
 * Who may do what, where. A grant gives one role at one place (ward, site, session or the whole authority)
 * between two instants; permissions follow from the role. Grants are ended, never deleted: a dose that
 * arrives three days late is judged by the grants of the hour at which it was given.
 */

export const roles = [
  'ward-official',
  'scanner',
  'data-entry',
  'screening',
  'vaccinator',
  'site-lead',
  'city-centre',
  'supervisor',
  'admin',
] as const
export type Role = (typeof roles)[number]

/** Roles that work at the table of one site or session and see only that session's people. */
export const siteRoles = ['scanner', 'data-entry', 'screening', 'vaccinator', 'site-lead'] as const

export const permissions = [
  'account.manage', // any account, any role
  'account.help', // reset a PIN, swap staff, lost phone: for staff of one's own place
  'account.read',
  'audit.read',
  'place.manage',
  'group.manage', // residential groups and their collaborators: of one's own ward
  'campaign.manage',
  'session.plan', // sites, sessions, called people
  'session.staff',
  'session.run', // open, close
  'session.read',
  'list.upload',
  'list.read',
  'person.read',
  'person.edit',
  'person.search',
  'person.identify',
  'person.merge',
  'person.export',
  'pack.read', // the people of one's own session, onto one's phone
  'invitation.issue',
  'entry.check-in',
  'entry.screen',
  'entry.dose',
  'entry.observe',
  'review.read', // the questions about one's own sessions
  'review.decide',
  'correction.ask', // that a record be put right; and see what became of it
  'correction.answer',
  'slip.issue',
  'stock.read',
  'stock.manage', // receive lots, dispatch, quarantine
  'stock.move', // dispatch from and issue at one's own place
  'stock.count',
  'transfer.receive',
  'report.read',
  'plan.read',
  'plan.approve',
] as const
export type Permission = (typeof permissions)[number]

const table: Record<Role, readonly Permission[]> = {
  'ward-official': [
    'account.help',
    'account.read',
    'group.manage',
    'session.plan',
    'session.staff',
    'session.run',
    'session.read',
    'list.upload',
    'list.read',
    'person.read',
    'person.edit',
    'person.search',
    'person.merge',
    'person.export',
    'invitation.issue',
    'review.read',
    'correction.ask',
    'correction.answer',
    'slip.issue',
    'stock.read',
    'stock.move',
    'stock.count',
    'transfer.receive',
    'report.read',
    'plan.read',
  ],
  scanner: [
    'session.read',
    'person.read',
    'person.search',
    'person.identify',
    'pack.read',
    'entry.check-in',
    'correction.ask',
  ],
  'data-entry': [
    'session.read',
    'person.read',
    'person.search',
    'person.identify',
    'pack.read',
    'entry.check-in',
    'entry.screen',
    'entry.dose',
    'entry.observe',
    'correction.ask',
    'slip.issue',
    'stock.read',
  ],
  screening: [
    'session.read',
    'person.read',
    'person.search',
    'person.identify',
    'pack.read',
    'entry.screen',
    'entry.observe',
    'correction.ask',
  ],
  vaccinator: [
    'session.read',
    'person.read',
    'person.search',
    'person.identify',
    'pack.read',
    'entry.screen',
    'entry.dose',
    'entry.observe',
    'correction.ask',
    'stock.read',
  ],
  'site-lead': [
    'account.help',
    'account.read',
    'session.staff',
    'session.run',
    'session.read',
    'person.read',
    'person.search',
    'person.identify',
    'pack.read',
    'person.export',
    'entry.check-in',
    'entry.screen',
    'entry.dose',
    'entry.observe',
    'review.read',
    'correction.ask',
    'slip.issue',
    'stock.read',
    'stock.move',
    'stock.count',
    'transfer.receive',
    'report.read',
  ],
  'city-centre': [
    'account.help',
    'account.read',
    'account.manage',
    'place.manage',
    'group.manage',
    'campaign.manage',
    'session.plan',
    'session.staff',
    'session.run',
    'session.read',
    'list.upload',
    'list.read',
    'person.read',
    'person.edit',
    'person.search',
    'person.merge',
    'person.export',
    'invitation.issue',
    'review.read',
    'review.decide',
    'correction.ask',
    'correction.answer',
    'slip.issue',
    'stock.read',
    'stock.manage',
    'stock.move',
    'stock.count',
    'transfer.receive',
    'report.read',
    'plan.read',
    'plan.approve',
    'audit.read',
  ],
  supervisor: ['session.read', 'stock.read', 'report.read', 'plan.read', 'audit.read'],
  admin: ['account.manage', 'account.help', 'account.read', 'place.manage', 'audit.read'],
}

export function permissionsOf(role: Role): readonly Permission[] {
  return table[role]
}

export function roleMay(role: Role, permission: Permission): boolean {
  return table[role].includes(permission)
}

/** Where a grant holds. Exactly one of the three ids is set, or none for the whole authority. */
export type Grant = {
  id: string
  role: Role
  placeId: string | null
  siteId: string | null
  sessionId: string | null
  validFrom: Date
  validTo: Date | null
}

/**
 * What one request may see, worked out from the grants that give the permission asked for. The database
 * applies it again to every row (`app.wide`, `app.wards`, `app.sessions`).
 */
export type Scope = { wide: boolean; wardIds: string[]; siteIds: string[]; sessionIds: string[] }

export const nowhere: Scope = { wide: false, wardIds: [], siteIds: [], sessionIds: [] }

/** Who is asking: read once per request from the token and the grants that hold now. */
export type Actor = {
  accountId: string
  fullName: string
  deviceId: string | null
  /** Each grant that holds now, widened to the wards, sites and sessions that it reaches. */
  grants: readonly (Grant & { reach: Scope })[]
}

export function scopeFor(actor: Actor, permission: Permission): Scope {
  const scope: Scope = { wide: false, wardIds: [], siteIds: [], sessionIds: [] }
  for (const grant of actor.grants) {
    if (!roleMay(grant.role, permission)) continue
    scope.wide ||= grant.reach.wide
    scope.wardIds.push(...grant.reach.wardIds)
    scope.siteIds.push(...grant.reach.siteIds)
    scope.sessionIds.push(...grant.reach.sessionIds)
  }
  return scope
}

/** May the actor do this anywhere at all? The question of a function (403), not of a place (404). */
export function mayAnywhere(actor: Actor, permission: Permission): boolean {
  return actor.grants.some((grant) => roleMay(grant.role, permission))
}

export type Target = { wardId?: string | null; siteId?: string | null; sessionId?: string | null }

/** Does the scope reach this ward, site or session? One of them is enough. */
export function reaches(scope: Scope, target: Target): boolean {
  return (
    scope.wide ||
    (target.wardId != null && scope.wardIds.includes(target.wardId)) ||
    (target.siteId != null && scope.siteIds.includes(target.siteId)) ||
    (target.sessionId != null && scope.sessionIds.includes(target.sessionId))
  )
}
