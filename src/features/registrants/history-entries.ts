import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { EarlierDose } from '#domain/person-list/earlier-doses.ts'
import { foldName } from '#domain/place-names.ts'
import type { Tx } from '#db/db.ts'
import { campaign } from '#db/tables/campaigns.ts'
import { list } from '#db/tables/lists.ts'
import { product } from '#db/tables/stock.ts'
import { eq } from 'drizzle-orm'
import type * as contract from './contract.ts'
import type { StoredUpload } from './upload-queries.ts'
import { takenRows } from './upload-rows.ts'

export type HistoryEntry = z.infer<typeof contract.HistoryEntry>
export type UnknownProduct = { rowNumber: number; number: number; product: string }
export type History = { entries: HistoryEntry[]; unknownProducts: UnknownProduct[]; rowNumbers: number[] }

type TakenRow = { rowNumber: number; personId: string; doses: readonly EarlierDose[] }

// Rows of people elsewhere change nothing of them; a row that was sent before was offered then.
const rowsWithDoses = `
  SELECT r.row_number AS "rowNumber", coalesce(p.canonical_id, r.person_id) AS "personId", r.earlier_doses AS doses
  FROM ${takenRows} AS r LEFT JOIN person p ON p.id = r.person_id
  WHERE r.upload_id = $1 AND r.row_number > $2
    AND r.earlier_doses IS NOT NULL AND r.match->>'reason' IS DISTINCT FROM 'sent-before'
    AND (r.match->>'where' IS DISTINCT FROM 'elsewhere' OR r.decision = 'other-person')
  ORDER BY r.row_number LIMIT $3`

const alreadyKept = `
  SELECT s.person_id AS "personId", s.given_on::text AS "givenOn"
  FROM dose_standing s WHERE s.person_id = ANY ($1::uuid[]) AND s.antigen = $2 AND s.day_rank IS NOT NULL`

/**
 * Earlier doses that a confirmed upload states, as entries for the one door: history, of no session. A dose that is kept
 * already is left out, so that asking after they were sent gives none. `limit` + 1 rows of the list.
 */
export async function selectHistory(
  tx: Tx,
  stored: StoredUpload,
  timeZone: string,
  page: { after: number; limit: number },
): Promise<History> {
  const { rows } = await tx.$client.query<TakenRow>(rowsWithDoses, [stored.id, page.after, page.limit + 1])
  const rowNumbers = rows.map(({ rowNumber }) => rowNumber)
  if (stored.committedAt === null) return { entries: [], unknownProducts: [], rowNumbers: [] }
  const ground = await loadHistoryGround(tx, stored, rows)
  const entries: HistoryEntry[] = []
  const unknownProducts: UnknownProduct[] = []
  for (const { rowNumber, personId, doses } of rows.slice(0, page.limit)) {
    for (const dose of doses) {
      if (ground.kept.has(`${personId} ${dose.givenOn}`)) continue
      const productId = ground.productIdOf(dose.product)
      if (productId === null) unknownProducts.push({ rowNumber, number: dose.number, product: dose.product })
      else
        entries.push(
          toEntry({
            personId,
            productId,
            dose,
            antigen: ground.antigen,
            capturedAt: stored.committedAt,
            timeZone,
          }),
        )
    }
  }
  return { entries, unknownProducts, rowNumbers }
}

async function loadHistoryGround(tx: Tx, stored: StoredUpload, rows: readonly TakenRow[]) {
  const [found] = await tx
    .select({ antigen: campaign.antigen })
    .from(list)
    .innerJoin(campaign, eq(campaign.id, list.campaignId))
    .where(eq(list.id, stored.listId))
  const antigen = found!.antigen
  const products = await tx.select().from(product).where(eq(product.antigen, antigen)).orderBy(product.code)
  const kept = await tx.$client.query<{ personId: string; givenOn: string }>(alreadyKept, [
    rows.map(({ personId }) => personId),
    antigen,
  ])
  return {
    antigen,
    kept: new Set(kept.rows.map(({ personId, givenOn }) => `${personId} ${givenOn}`)),
    productIdOf: (text: string) => findProduct(products, text),
  }
}

/**
 * By code, by whole name, by family, else by a name that holds what was written (`Pfizer` of `Pfizer (Comirnaty 30 µg)`).
 * The first of several by code: brands of one family stand in for each other.
 */
function findProduct(
  products: readonly { id: string; code: string; name: string; family: string }[],
  text: string,
): string | null {
  const wanted = foldName(text)
  if (wanted === '') return null
  const ways: ((product: (typeof products)[number]) => boolean)[] = [
    ({ code }) => foldName(code) === wanted,
    ({ name }) => foldName(name) === wanted,
    ({ family }) => foldName(family) === wanted,
    ({ name }) =>
      ` ${foldName(name)} `.includes(` ${wanted} `) || wanted.startsWith(foldName(name).split(' ')[0]!),
  ]
  for (const way of ways) {
    const found = products.find(way)
    if (found !== undefined) return found.id
  }
  return null
}

type StatedDose = {
  personId: string
  productId: string
  dose: EarlierDose
  antigen: string
  capturedAt: Date
  timeZone: string
}

function toEntry({ personId, productId, dose, antigen, capturedAt, timeZone }: StatedDose): HistoryEntry {
  return {
    kind: 'dose',
    id: nameId(['history', personId, antigen, dose.givenOn]),
    deviceId: null,
    deviceSeq: null,
    capturedAt: capturedAt.toISOString(),
    clockOffsetMs: 0,
    personId,
    sessionId: null,
    productId,
    lot: dose.lot === '' ? null : { code: dose.lot.slice(0, 40), expiresOn: null },
    statedStep: dose.number <= 3 ? `primary-${dose.number}` : null,
    givenAt: noonOn(dose.givenOn, timeZone).toISOString(),
    givenOn: dose.givenOn,
    origin: 'history',
    source: 'reported',
    place: dose.place.slice(0, 200),
    vaccinatorName: '',
    volumeMl: null,
    arm: '',
    reason: 'Theo danh sách đã nộp',
  }
}

/** RFC 9562 version 8: the same parts give the same id. */
export function nameId(parts: readonly string[]): string {
  const bytes = createHash('sha256').update(parts.join('\n')).digest().subarray(0, 16)
  bytes[6] = (bytes[6]! & 0x0f) | 0x80
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** Only the day is known: noon there lies on that day whoever reads it. */
function noonOn(day: string, timeZone: string): Date {
  const guess = new Date(`${day}T12:00:00Z`)
  const there = new Date(
    `${new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(guess).replace(' ', 'T')}Z`,
  )
  return new Date(guess.getTime() - (there.getTime() - guess.getTime()))
}
