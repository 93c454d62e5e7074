import type { z } from 'zod'
import { maskPhone } from '#domain/identity/identifiers.ts'
import type { Tx } from '#db/db.ts'
import type * as contract from './contract.ts'
import { canonicalOf } from './person-queries.ts'

type History = z.infer<typeof contract.PersonHistory>
type Event = History['items'][number]
type Said = Record<string, unknown>
type Row = Omit<Event, 'at' | 'changes' | 'source'> & { at: Date; source: string; before: Said; after: Said }

/** No life has so many; a fault that writes without end must not be read without end. */
const EVENTS_MAX = 500

// Of whoever was merged into the person too: both histories are kept.
const events = `
  SELECT e.id, e.kind, e.happened_on::text AS "happenedOn", e.reason, e.at, a.full_name AS "byName", e.source, e.before, e.after
  FROM person_event e JOIN person s ON s.id = e.person_id LEFT JOIN account a ON a.id = e.by_id
  WHERE s.canonical_id = ${canonicalOf('$1')}
  ORDER BY e.at DESC, e.id DESC LIMIT ${EVENTS_MAX}`

const placeNames = `
  SELECT DISTINCT ON (n.place_id) n.place_id AS id, n.name FROM place_name n
  WHERE n.place_id = ANY ($1::uuid[]) ORDER BY n.place_id, n.valid_from DESC`

/** Everything that was said about a person in scope, newest first, places by name. */
export async function selectHistory(tx: Tx, personId: string): Promise<History> {
  const { rows } = await tx.$client.query<Row>(events, [personId])
  const ids = rows.flatMap(({ before, after }) =>
    [before, after].flatMap(({ wardId, groupId }) =>
      [wardId, groupId].filter((id) => typeof id === 'string'),
    ),
  )
  const named = await tx.$client.query<{ id: string; name: string }>(placeNames, [[...new Set(ids)]])
  const names = new Map(named.rows.map(({ id, name }) => [id, name]))
  return {
    items: rows.map(({ at, source, before, after, ...event }) => ({
      ...event,
      at: at.toISOString(),
      source: sourceOf(source),
      changes: changesOf(before, after, names),
    })),
  }
}

function changesOf(before: Said, after: Said, names: ReadonlyMap<string, string>): Event['changes'] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (field) => field !== 'guardianId',
  )
  const say = (field: string, value: unknown) => {
    if (value === null || value === undefined) return null
    if (field === 'phone' && typeof value === 'string') return maskPhone(value)
    if (typeof value === 'string' && (field === 'wardId' || field === 'groupId'))
      return names.get(value) ?? null
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
    return Array.isArray(value) ? value.join(', ') : JSON.stringify(value)
  }
  return fields.map((field) => ({
    field,
    before: say(field, before[field]),
    after: say(field, after[field]),
  }))
}

const sources: Readonly<Record<string, Event['source']>> = {
  form: 'form',
  upload: 'upload',
  'walk-in': 'site',
}

/** `form:…` and `upload:…` name the list or the file that it came by. */
function sourceOf(source: string): Event['source'] {
  return sources[source.split(':')[0]!] ?? 'other'
}
