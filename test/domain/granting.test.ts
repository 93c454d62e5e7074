import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { roles, type Grant, type Role, type Scope } from '#domain/access.ts'
import { fitsTarget, mayGrant, mayHelp, type GrantTarget, type Offer } from '#domain/granting.ts'

/** Two wards with two sites each, two sessions at each site; the city above both. */
const wards = ['ward-1', 'ward-2']
const sites = wards.flatMap((ward) => [`${ward}/a`, `${ward}/b`])
const wardOf = (site: string) => site.split('/')[0]!
const siteOf = (session: string) => session.split(':')[0]!
const sessions = sites.flatMap((site) => [`${site}:1`, `${site}:2`])

const none = { placeId: null, siteId: null, sessionId: null, atSiteId: null, inWardId: null }
const target = (fields: Partial<GrantTarget>): GrantTarget => ({ ...none, ...fields })
const targets: GrantTarget[] = [
  none,
  ...['city', ...wards].map((id) => target({ placeId: id, inWardId: id })),
  ...sites.map((id) => target({ siteId: id, atSiteId: id, inWardId: wardOf(id) })),
  ...sessions.map((id) => target({ sessionId: id, atSiteId: siteOf(id), inWardId: wardOf(siteOf(id)) })),
]

/** As the service widens a grant. */
function reachOf(role: Role, target: GrantTarget): Scope {
  const atSite = ['scanner', 'data-entry', 'screening', 'vaccinator', 'site-lead'].includes(role)
  const scope = { wide: false, wardIds: [] as string[], siteIds: [] as string[], sessionIds: [] as string[] }
  if (target.sessionId !== null)
    return { ...scope, siteIds: [target.atSiteId!], sessionIds: [target.sessionId] }
  if (target.siteId !== null)
    return {
      ...scope,
      siteIds: [target.siteId],
      sessionIds: sessions.filter((id) => siteOf(id) === target.siteId),
    }
  if (target.placeId === null) return { ...scope, wide: true }
  const inside = target.placeId === 'city' ? ['city', ...wards] : [target.placeId]
  const siteIds = sites.filter((site) => inside.includes(wardOf(site)))
  return atSite
    ? { ...scope, siteIds, sessionIds: sessions.filter((id) => siteIds.includes(siteOf(id))) }
    : { ...scope, wardIds: inside, siteIds }
}

const grantOf = (role: Role, target: GrantTarget, validTo: Date | null): Grant & { reach: Scope } => ({
  id: 'g',
  role,
  placeId: target.placeId,
  siteId: target.siteId,
  sessionId: target.sessionId,
  validFrom: new Date(0),
  validTo,
  reach: reachOf(role, target),
})

/** Everything the target stands for, down to sessions. */
function ground(target: GrantTarget): Set<string> {
  if (target.sessionId !== null) return new Set([target.sessionId])
  if (target.siteId !== null)
    return new Set([target.siteId, ...sessions.filter((id) => siteOf(id) === target.siteId)])
  const inside =
    target.placeId === null
      ? ['authority', 'city', ...wards]
      : target.placeId === 'city'
        ? ['city', ...wards]
        : [target.placeId]
  const held = sites.filter((site) => inside.includes(wardOf(site)))
  return new Set([...inside, ...held, ...sessions.filter((id) => held.includes(siteOf(id)))])
}

const order: Role[] = ['site-lead', 'ward-official', 'supervisor', 'city-centre', 'admin']
const rank = (role: Role) => order.indexOf(role)

const arbitraryRole = fc.constantFrom(...roles)
const arbitraryTarget = fc.constantFrom(...targets)
const arbitraryEnd = fc.option(fc.integer({ min: 1, max: 100 }).map((day) => new Date(day * 86_400_000)))
const arbitraryOffer: fc.Arbitrary<Offer> = fc.record({
  role: arbitraryRole,
  target: arbitraryTarget,
  validTo: arbitraryEnd,
})

describe('nobody gives more than they have', () => {
  test('no chain of grants climbs in role, place or time', () => {
    fc.assert(
      fc.property(
        arbitraryRole,
        arbitraryTarget,
        arbitraryEnd,
        fc.array(arbitraryOffer, { minLength: 1, maxLength: 200 }),
        (role, target, validTo, offers) => {
          fc.pre(fitsTarget(role, target))
          const first = { role, target, validTo }
          const held: Offer[] = [first]
          for (const offer of offers) {
            if (held.some((own) => mayGrant(grantOf(own.role, own.target, own.validTo), offer)))
              held.push(offer)
          }
          const reach = ground(target)
          for (const offer of held.slice(1)) {
            expect(rank(offer.role)).toBeLessThanOrEqual(rank(role))
            expect([...ground(offer.target)].filter((id) => !reach.has(id))).toEqual([])
            if (validTo !== null) expect(offer.validTo !== null && offer.validTo <= validTo).toBe(true)
          }
        },
      ),
      { numRuns: 500 },
    )
  })

  test('who works at a table gives nothing to anybody', () => {
    const atTable: Role[] = ['scanner', 'data-entry', 'screening', 'vaccinator', 'supervisor']
    fc.assert(
      fc.property(fc.constantFrom(...atTable), arbitraryTarget, arbitraryOffer, (role, target, offer) => {
        expect(mayGrant(grantOf(role, target, null), offer)).toBe(false)
      }),
    )
  })
})

const at = (id: string) =>
  targets.find((target) => id === (target.sessionId ?? target.siteId ?? target.placeId))!
const offer = (role: Role, id: string): Offer => ({ role, target: at(id), validTo: null })

test('a ward official staffs the sites of the ward, and no others', () => {
  const official = grantOf('ward-official', at('ward-1'), null)
  expect(mayGrant(official, offer('site-lead', 'ward-1/a'))).toBe(true)
  expect(mayGrant(official, offer('vaccinator', 'ward-1/b:2'))).toBe(true)
  expect(mayGrant(official, offer('vaccinator', 'ward-2/a'))).toBe(false)
  expect(mayGrant(official, offer('ward-official', 'ward-1'))).toBe(false)
})

test('the lead of one session gives roles at that session, not at its site', () => {
  const lead = grantOf('site-lead', at('ward-1/a:1'), null)
  expect(mayGrant(lead, offer('scanner', 'ward-1/a:1'))).toBe(true)
  expect(mayGrant(lead, offer('scanner', 'ward-1/a:2'))).toBe(false)
  expect(mayGrant(lead, offer('scanner', 'ward-1/a'))).toBe(false)
})

test('help ends where one of the other’s roles is beyond the helper’s', () => {
  const lead = { grants: [grantOf('site-lead', at('ward-1/a'), new Date(1))] }
  expect(mayHelp(lead, [offer('scanner', 'ward-1/a:1')])).toBe(true)
  expect(mayHelp(lead, [offer('scanner', 'ward-1/a:1'), offer('ward-official', 'ward-1')])).toBe(false)
  const centre = { grants: [grantOf('city-centre', none, null)] }
  expect(mayHelp(centre, [{ role: 'admin', target: none }])).toBe(false)
  expect(mayHelp(centre, [{ role: 'city-centre', target: none }])).toBe(true)
})
