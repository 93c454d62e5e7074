import { and, eq, gt, ne } from 'drizzle-orm'
import type { Actor } from '#domain/access.ts'
import { localDateAt, type LocalDate } from '#domain/dates.ts'
import { Problem } from '#domain/problem.ts'
import { inScope } from '#db/db.ts'
import { session, site } from '#db/tables/sessions.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { requireReach, scopeOf } from '#http/access.ts'
import { mustEdit } from '#http/etag.ts'
import type { Deps } from '#http/types.ts'
import { requireFreeName } from './create-site.ts'
import { findSite, type SiteRow } from './queries.ts'

export type SiteEdit = {
  name?: string | undefined
  facilityCode?: string | undefined
  validTo?: LocalDate | null | undefined
}

/** @throws Problem `not-found`, `request.stale`, `site.name-taken`, `site.dates`, `site.has-sessions`. */
export async function updateSite(
  deps: Deps,
  actor: Actor,
  id: string,
  version: number,
  edit: SiteEdit,
): Promise<SiteRow> {
  const at = deps.clock()
  const scope = { ...scopeOf(actor, 'session.plan'), accountId: actor.accountId }
  return inScope(deps.db, scope, async (tx) => {
    const [before] = await tx.select().from(site).where(eq(site.id, id)).for('no key update')
    if (before === undefined) throw new Problem('not-found')
    requireReach(actor, 'session.plan', { wardId: before.wardId })
    const view = async () => (await findSite(tx, id, localDateAt(at, deps.authority.timeZone)))!
    if (!mustEdit(before, version, edit)) return view()
    const { validTo } = edit
    if (edit.name !== undefined) await requireFreeName(tx, { wardId: before.wardId, name: edit.name }, id)
    if (validTo !== undefined && validTo !== null) {
      if (validTo < before.validFrom) throw new Problem('site.dates', { validFrom: before.validFrom })
      const later = and(
        eq(session.siteId, id),
        gt(session.sessionOn, validTo),
        ne(session.state, 'cancelled'),
      )
      const [left] = await tx.select({ id: session.id }).from(session).where(later).limit(1)
      if (left !== undefined) throw new Problem('site.has-sessions', { validTo })
    }
    await tx
      .update(site)
      .set({ ...edit, version: version + 1 })
      .where(eq(site.id, id))
    await appendAudit(tx, actor, at, {
      action: 'updateSite',
      subjectKind: 'site',
      subjectId: id,
      placeId: before.wardId,
      detail: { fields: Object.keys(edit), version: version + 1 },
    })
    return view()
  })
}
