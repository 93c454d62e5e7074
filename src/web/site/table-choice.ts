import { signal } from '@preact/signals'
import type { Crew } from '#features/sessions/crew-contract.ts'
import type { Session } from '#features/sessions/contract.ts'
import type { StockRow } from '#features/stock/contract.ts'
import type { LocalDate } from '#domain/dates.ts'
import { compareFefo } from '#domain/stock.ts'
import type { Out } from '../shared/contract.ts'

export type SessionView = Out<typeof Session>
/** Who is there, as far as a table has to know. */
export type CrewView = {
  items: readonly Pick<Out<typeof Crew>['items'][number], 'fullName' | 'duty' | 'leftAt'>[]
}
export type StockView = Out<typeof StockRow>

/** A lot that this session may inject from. */
export type LotChoice = {
  productId: string
  productName: string
  lotId: string
  lotCode: string
  useByOn: LocalDate | null
  /** Why nothing of it may be injected on the day; null = it may. */
  blocked: 'expired' | 'quarantine' | 'recalled' | null
}

/** What was set for one table of one session; kept until the browser is closed. */
export type TableChoice = { lotId: string | null; vaccinatorName: string | null }

const keyOf = (sessionId: string) => `muitiem-table-${sessionId}`
const nothing: TableChoice = { lotId: null, vaccinatorName: null }

const choices = signal<Record<string, TableChoice>>({})

export function readChoice(sessionId: string): TableChoice {
  const known = choices.value[sessionId]
  if (known !== undefined) return known
  const kept = sessionStorage.getItem(keyOf(sessionId))
  return kept === null ? nothing : (JSON.parse(kept) as TableChoice)
}

export function keepChoice(sessionId: string, change: Partial<TableChoice>): void {
  const next = { ...readChoice(sessionId), ...change }
  choices.value = { ...choices.value, [sessionId]: next }
  sessionStorage.setItem(keyOf(sessionId), JSON.stringify(next))
}

/** What was issued to the session, as its books say; what was planned for it where the books are not open to us. */
export function lotsOf(session: SessionView, stock: readonly StockView[]): LotChoice[] {
  if (stock.length > 0)
    return stock.map((row) => ({
      productId: row.productId,
      productName: row.productName,
      lotId: row.lotId,
      lotCode: row.lotCode,
      useByOn: row.useByOn,
      blocked: blockOf(row, session.sessionOn),
    }))
  return session.vaccines.flatMap(({ productId, productName, lotId, lotCode }) =>
    lotId === null || lotCode === null
      ? []
      : [{ productId, productName, lotId, lotCode, useByOn: null, blocked: null }],
  )
}

/** The same, as the list on this phone has it. */
export function listedLots(
  lots: readonly Pick<StockView, 'lotId' | 'lotCode' | 'productId' | 'productName' | 'status' | 'useByOn'>[],
  on: LocalDate,
): LotChoice[] {
  return lots.map(({ status, ...lot }) => ({
    ...lot,
    blocked: blockOf({ status, useByOn: lot.useByOn }, on),
  }))
}

/** The last valid day is a day on which it may still be injected. */
export function blockOf(lot: Pick<StockView, 'status' | 'useByOn'>, on: LocalDate): LotChoice['blocked'] {
  if (lot.status !== 'ok') return lot.status
  return lot.useByOn !== null && lot.useByOn < on ? 'expired' : null
}

/** The lot of this table: as chosen; else the usable one that expires first. */
export function currentLot(choice: TableChoice, lots: readonly LotChoice[]): LotChoice | null {
  const chosen = lots.find(({ lotId }) => lotId === choice.lotId)
  if (chosen !== undefined) return chosen
  const byExpiry = lots.toSorted(compareFefo)
  return byExpiry.find(({ blocked }) => blocked === null) ?? byExpiry[0] ?? null
}

/** Those who inject here; everybody present when nobody is named for it. */
export function vaccinatorNames(crew: CrewView | null): string[] {
  const items = crew?.items.filter(({ leftAt }) => leftAt === null) ?? []
  const vaccinators = items.filter(({ duty }) => duty === 'vaccinator')
  return [...new Set((vaccinators.length > 0 ? vaccinators : items).map(({ fullName }) => fullName))]
}
