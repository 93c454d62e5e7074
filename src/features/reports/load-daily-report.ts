import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { daysBetween, localDateAt } from '#domain/dates.ts'
import { dailyColumns, dailyHeads, sumDaily, type DailyNumber, type DailyRow } from '#domain/daily-report.ts'
import { formatFormDay } from '#domain/form-days.ts'
import { fillWords, Problem, type Language } from '#domain/problem.ts'
import { packTable, type TableFormat, type TableRow } from '#http/table-file.ts'
import type { Deps } from '#http/types.ts'
import { readProgress } from './begin.ts'
import type * as contract from './daily-contract.ts'
import { selectGivenDoses, selectOutcomes, selectReactions, selectStockDoses } from './daily-queries.ts'
import { selectProductInputs } from './queries.ts'

const DAYS_MAX = 31

type Query = z.output<typeof contract.dailyQuery>

/** Which column a dose stands in; later boosters are boosters. */
function columnOf(step: string): DailyNumber {
  if (step.startsWith('booster')) return 'booster'
  if (step.startsWith('additional')) return 'additional'
  return step === 'primary-1' ? 'primary1' : step === 'primary-2' ? 'primary2' : 'primary3'
}

/**
 * Phụ lục 5A: a row for each ward, vaccine and day on which anything happened. Doses are those that count, where they
 * were given, so they are the board's by place of injection.
 *
 * @throws Problem `not-found`, `report.day-ahead`, `report.too-many-days`.
 */
export function loadDailyReport(deps: Deps, actor: Actor, query: Query) {
  return readProgress(deps, actor, { ...query, on: query.toOn }, async (tx, reading) => {
    const { campaign, units, wardIds, now, today } = reading
    const toOn = query.toOn ?? today
    const fromOn = query.fromOn ?? toOn
    if (toOn > today) throw new Problem('report.day-ahead', { on: toOn })
    if (daysBetween(fromOn, toOn) + 1 > DAYS_MAX || fromOn > toOn)
      throw new Problem('report.too-many-days', { limit: DAYS_MAX })
    const { id: campaignId, productIds } = campaign
    const wanted = { campaignId, productIds, wardIds, fromOn, toOn }
    const products = await selectProductInputs(tx, productIds)
    const productNames = new Map(products.map((product) => [product.productId, product.name]))
    const rows = new Map<string, DailyRow & { wardCode: string; productId: string }>()
    const rowOf = (wardId: string, on: string, productId: string) => {
      const key = `${on} ${wardId} ${productId}`
      const known = rows.get(key)
      if (known !== undefined) return known
      const ward = units.find(({ id }) => id === wardId)!
      const row = {
        ...sumDaily([]),
        wardName: ward.name,
        wardCode: ward.code,
        on,
        roundName: campaign.name,
        productId,
        productName: productNames.get(productId) ?? '',
        mixedSessions: 0,
      }
      rows.set(key, row)
      return row
    }
    for (const { wardId, on, productId, step, doses } of await selectGivenDoses(tx, wanted))
      rowOf(wardId, on, productId)[columnOf(step)] += doses
    for (const { wardId, on, productId, used, wasted } of await selectStockDoses(tx, wanted)) {
      if (used === 0 && wasted === 0) continue
      const row = rowOf(wardId, on, productId)
      row.usedDoses += used
      row.wastedDoses += wasted
    }
    for (const { wardId, on, productId, ...found } of await selectReactions(tx, wanted)) {
      const { common, local, fever, other, severe } = found
      const row = rowOf(wardId, on, productId)
      row.reactionsCommon += common
      row.reactionsLocal += local
      row.reactionsFever += fever
      row.reactionsOther += other
      row.reactionsSevere += severe
    }
    for (const session of await selectOutcomes(tx, wanted)) {
      const { wardId, on, arrived, referred, refused, deferred, contraindicated } = session
      if (arrived + referred + refused + deferred + contraindicated === 0) continue
      const row = rowOf(wardId, on, session.productId ?? productIds[0]!)
      row.persons += arrived
      row.referred += referred
      row.refused += refused
      row.deferred += deferred
      row.contraindicated += contraindicated
      if (session.products > 1) row.mixedSessions += 1
    }
    const items = [...rows.values()]
      .toSorted(
        (a, b) =>
          a.on.localeCompare(b.on) ||
          a.wardCode.localeCompare(b.wardCode) ||
          a.productName.localeCompare(b.productName),
      )
      .map(({ wardCode: _code, productId: _product, ...row }) => row)
    return {
      campaignId,
      roundName: campaign.name,
      authorityName: deps.authority.name,
      startedOn: campaign.fromOn,
      fromOn,
      toOn,
      generatedAt: now.toISOString(),
      items,
      total: sumDaily(items),
    }
  })
}

/** The same rows and columns as a file. @throws Problem those of `loadDailyReport`. */
export async function exportDailyReport(
  deps: Deps,
  actor: Actor,
  query: Query,
  { format, language }: { format: TableFormat; language: Language },
): Promise<{ content: Buffer; toOn: string }> {
  const report = await loadDailyReport(deps, actor, query)
  const { startedOn, fromOn, toOn, generatedAt, authorityName, items, total } = report
  const reportedOn = localDateAt(new Date(generatedAt), deps.authority.timeZone)
  const say = (key: keyof typeof dailyHeads) => dailyHeads[key][language]
  const days = { from: formatFormDay(fromOn), to: formatFormDay(toOn) }
  const overs = dailyColumns.map(({ over }) => over?.[language] ?? null)
  const head: TableRow[] = [
    [`${say('annex')} – ${say('rules')}`],
    [authorityName],
    [`${say('nation')}. ${say('motto')}`],
    [say('title')],
    [fillWords(dailyHeads.started, language, { day: formatFormDay(startedOn) })],
    [fillWords(dailyHeads.reported, language, { day: formatFormDay(reportedOn) })],
    [fillWords(dailyHeads.days, language, days)],
    [null, null, null, null, ...overs.map((over, at) => (over === overs[at - 1] ? null : over)), null],
    [
      say('number'),
      say('unit'),
      say('round'),
      say('product'),
      ...dailyColumns.map((column) => column.head[language]),
      say('note'),
    ],
  ]
  const lines = items.map((row, at): TableRow => [
    at + 1,
    `${row.wardName}, ${formatFormDay(row.on)}`,
    row.roundName,
    row.productName,
    ...dailyColumns.map(({ key }) => row[key]),
    row.mixedSessions === 0 ? null : fillWords(dailyHeads.mixed, language, { count: row.mixedSessions }),
  ])
  const sum: TableRow = [null, say('total'), null, null, ...dailyColumns.map(({ key }) => total[key]), null]
  return { content: packTable(format, 'PL5A', [...head, ...lines, sum]), toOn }
}
