import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { scopeOf } from '#http/access.ts'
import { decodeCursor, toPage } from '#http/paging.ts'
import type { Deps } from '#http/types.ts'
import type * as contract from './device-contract.ts'

type View = z.infer<typeof contract.DeviceView>
type Row = Omit<View, 'lastHeartbeatAt' | 'endedAt'> & { lastHeartbeatAt: Date | null; endedAt: Date | null }

/** To the millisecond, as a cursor holds it. */
const heardAt = `date_trunc('milliseconds', coalesce(d.last_heartbeat_at, d.first_seen_at))`
const MINUTE_MS = 60_000

/** Who was heard last comes last; who never was comes first. */
const devicesSql = `
SELECT d.id, d.account_id AS "accountId", a.full_name AS "fullName", s.id AS "siteId", s.name AS "siteName",
       d.queue_length AS "queueLength", d.last_seq::integer AS "lastSeq", d.last_heartbeat_at AS "lastHeartbeatAt",
       d.clock_offset_ms::float8 AS "clockOffsetMs", d.ended_at AS "endedAt", ${heardAt} AS "heardAt"
FROM device d JOIN account a ON a.id = d.account_id JOIN site s ON s.id = d.site_id
WHERE d.public_key IS NOT NULL
  AND ($1 OR s.ward_id = ANY ($2::uuid[]) OR s.id = ANY ($3::uuid[])
       OR EXISTS (SELECT FROM session x WHERE x.site_id = s.id AND x.id = ANY ($4::uuid[])))
  AND ($5::uuid IS NULL OR s.id = $5)
  AND ($6::timestamptz IS NULL OR ${heardAt} < $6)
  AND ($7::timestamptz IS NULL OR (${heardAt}, d.id) > ($7, $8::uuid))
ORDER BY ${heardAt}, d.id
LIMIT $9`

/** Phones that work at the caller's sites, the longest silent first: what is in a lost one is still on paper today. */
export async function listDevices(
  deps: Deps,
  actor: Actor,
  { siteId, silentMinutes, limit, cursor }: z.infer<typeof contract.ListDevices>,
): Promise<z.infer<typeof contract.DeviceList>> {
  const { wide, wardIds, siteIds, sessionIds } = scopeOf(actor, 'session.read')
  const after = decodeCursor(cursor, 2)
  const silentSince =
    silentMinutes === undefined ? null : new Date(deps.clock().getTime() - silentMinutes * MINUTE_MS)
  const { rows } = await deps.db.$client.query<Row & { heardAt: Date }>(devicesSql, [
    wide,
    wardIds,
    siteIds,
    sessionIds,
    siteId ?? null,
    silentSince,
    after?.[0] ?? null,
    after?.[1] ?? null,
    limit + 1,
  ])
  const page = toPage(rows, limit, (row) => [row.heardAt.toISOString(), row.id])
  return {
    ...page,
    items: page.items.map(({ heardAt: _order, lastHeartbeatAt, endedAt, ...row }) => ({
      ...row,
      lastHeartbeatAt: lastHeartbeatAt?.toISOString() ?? null,
      endedAt: endedAt?.toISOString() ?? null,
    })),
  }
}
