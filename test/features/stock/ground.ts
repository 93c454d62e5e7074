import { randomUUID } from 'node:crypto'
import { overPool } from '#db/db.ts'
import { checkLedger } from '#features/stock/check-ledger.ts'
import type { TestApp } from '../../support/app.ts'
import type { TestAccount } from '../../support/world.ts'

/** Short words for what the stock tests do over HTTP. */
export function stockOf(ground: TestApp) {
  const { world } = ground
  const centre = world.accounts.cityCentre

  return {
    post: (account: TestAccount, url: string, body: unknown, version?: number) =>
      ground.as(account, 'POST', url, body, version === undefined ? {} : { 'if-match': `"${version}"` }),

    /** A lot of its own for one test, received at a store: no test sees another's doses. */
    async lot(to: object, vials: number, options: { expiresOn?: string; productId?: string } = {}) {
      const body = {
        id: randomUUID(),
        to,
        productId: options.productId ?? world.productId,
        lotCode: `T-${randomUUID().slice(0, 8)}`,
        expiresOn: options.expiresOn ?? '2021-12-31',
        vials,
        documentNumber: 'PXK thử',
      }
      const answer = await ground.as(centre, 'POST', '/v1/lots/receipts', body)
      if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
      return { id: (answer.body['lot'] as { id: string }).id, code: body.lotCode, receipt: body }
    },

    /** What the books say. */
    async doses(holderId: string, lotId: string): Promise<number> {
      const { rows } = await ground.database.app.query<{ doses: number }>(
        'SELECT doses FROM balance WHERE holder_id = $1 AND lot_id = $2',
        [holderId, lotId],
      )
      return rows[0]?.doses ?? 0
    },

    async count(sql: string, values: unknown[] = []): Promise<number> {
      const { rows } = await ground.database.app.query<{ n: number }>(
        `SELECT count(*)::integer AS n FROM ${sql}`,
        values,
      )
      return rows[0]!.n
    },

    check: () => checkLedger(overPool(ground.database.app)),

    async order(
      lotId: string,
      doses: number,
      ends: { from?: object; to?: object } = {},
    ): Promise<{ id: string; version: number }> {
      const answer = await ground.as(centre, 'POST', '/v1/transfers', {
        id: randomUUID(),
        from: ends.from ?? { wardId: world.places.wardA },
        to: ends.to ?? { wardId: world.places.wardB },
        lines: [{ lotId, doses }],
        reason: 'Phường nhận tiêm nhanh hơn',
      })
      if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
      return { id: String(answer.body['id']), version: Number(answer.body['version']) }
    },
  }
}

export const dispatchBody = (lotId: string, shelfVials: number, vials: number, note = '') => ({
  lines: [{ lotId, shelfVials, vials }],
  temperatureTenths: 45,
  handedOverBy: 'Trần Thị Thử',
  carriedBy: 'Lê Văn Thử',
  note,
})

export const receptionBody = (lotId: string, vials: number, more: object = {}) => ({
  lines: [{ lotId, vials, damagedVials: 0 }],
  signedBy: 'Phạm Thị Thử',
  temperatureTenths: 52,
  loggerMinTenths: 38,
  loggerMaxTenths: 61,
  ...more,
})

/** Follows `nextCursor` to the end: the ids of a list read in small pages. */
export async function readPages(ground: TestApp, who: TestAccount, url: string): Promise<string[]> {
  const { body } = await ground.as(who, 'GET', url)
  const { items, nextCursor } = body as unknown as { items: { id: string }[]; nextCursor: string | null }
  const ids = items.map((item) => item.id)
  if (nextCursor === null) return ids
  const rest = `${url.replace(/&cursor=.*/, '')}&cursor=${nextCursor}`
  return [...ids, ...(await readPages(ground, who, rest))]
}
