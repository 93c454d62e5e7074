/**
 * Who may give which role where. Nobody gives a role or a place above their own, nor longer than they hold it
 * themselves, so that no chain of grants ever climbs. Pure: `mayGrant` is asked again for every act of help.
 */
import {
  reaches,
  roleMay,
  siteRoles,
  type Actor,
  type Grant,
  type Role,
  type Scope,
  type Target,
} from './access.ts'

/** How far back a grant may begin. */
export const BACKDATED_MAX_MS = 24 * 3_600_000

const ranks: Record<Role, number> = {
  scanner: 1,
  'data-entry': 1,
  screening: 1,
  vaccinator: 1,
  'site-lead': 2,
  'ward-official': 3,
  supervisor: 4,
  'city-centre': 5,
  admin: 6,
}

export const isSiteRole = (role: Role) => (siteRoles as readonly Role[]).includes(role)

/** Where a grant would hold, with the site and ward that its target stands in. All null = the whole authority. */
export type GrantTarget = {
  placeId: string | null
  siteId: string | null
  sessionId: string | null
  /** Site of the session, or the site itself. */
  atSiteId: string | null
  /** Ward of the session or site, or the place itself. */
  inWardId: string | null
}

export type Offer = { role: Role; target: GrantTarget; validTo: Date | null }

/** Roles of a site hold at a place, site or session; other roles at a place, and only the city's own without one. */
export function fitsTarget(role: Role, target: GrantTarget): boolean {
  const nowhere = target.placeId === null && target.siteId === null && target.sessionId === null
  if (isSiteRole(role)) return !nowhere
  if (role === 'ward-official') return target.placeId !== null
  return target.siteId === null && target.sessionId === null
}

/** May the holder of this one grant give that offer? */
export function mayGrant(granter: Grant & { reach: Scope }, offer: Offer): boolean {
  if (ranks[offer.role] > ranks[granter.role]) return false
  const manages = roleMay(granter.role, 'account.manage')
  const helps = roleMay(granter.role, 'account.help') && isSiteRole(offer.role)
  if (!manages && !helps) return false
  const longer = offer.validTo === null || (granter.validTo !== null && offer.validTo > granter.validTo)
  if (granter.validTo !== null && longer) return false
  return fitsTarget(offer.role, offer.target) && covers(granter, offer.target)
}

/** The reach of a session or site grant names the site too, for reading; giving stays within the grant's own target. */
function covers(granter: Grant & { reach: Scope }, target: GrantTarget): boolean {
  if (granter.sessionId !== null) return target.sessionId === granter.sessionId
  if (granter.siteId !== null) return target.placeId === null && target.atSiteId === granter.siteId
  const asTarget: Target = {
    wardId: target.inWardId,
    siteId: target.atSiteId,
    sessionId: target.sessionId,
  }
  return reaches(granter.reach, asTarget)
}

export function someoneMayGrant(actor: Pick<Actor, 'grants'>, offer: Offer): boolean {
  return actor.grants.some((grant) => mayGrant(grant, offer))
}

/**
 * May the actor reset, disable or change an account that holds these grants? Only when they could have given each of
 * them; how long it runs does not matter, since helping gives nothing.
 */
export function mayHelp(actor: Pick<Actor, 'grants'>, held: readonly Omit<Offer, 'validTo'>[]): boolean {
  const unbounded = actor.grants.map((grant) => ({ ...grant, validTo: null }))
  return held.every(({ role, target }) =>
    unbounded.some((grant) => mayGrant(grant, { role, target, validTo: null })),
  )
}
