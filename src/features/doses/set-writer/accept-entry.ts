import type { CorrectionEntry, DoseEntry, Entry, VoidEntry } from '#domain/entry.ts'
import { correctedAt, givenTimeOf } from '#domain/entry.ts'
import { localDateAt } from '#domain/dates.ts'
import type { CorrectableFields } from '#domain/vaccination/changes.ts'
import { ageCellOn } from '#domain/vaccination/tally.ts'
import { foldLotCode } from '#domain/lot-pack.ts'
import { addPersonRows, addRow, addVisitRow } from './entry-rows.ts'
import type { LotRow } from './fact-types.ts'
import type { Row } from './tables.ts'
import {
  addCase,
  addChange,
  canonicalOf,
  setVisit,
  visitIn,
  type SetContext,
  type SetState,
} from './set-state.ts'
import type { Offered } from './types.ts'
import { addToVisit } from './visits.ts'

/** Takes an entry into the state and lists its rows. A dose gets its row later, when its movement is known. */
export function acceptEntry(
  state: SetState,
  offered: Offered,
  context: SetContext,
): { doseRow: Row | null; unknownLotId: string | null } {
  const { entry, author } = offered
  const at = correctedAt(entry.capturedAt, entry.clockOffsetMs)
  if (entry.kind === 'dose') return acceptDose(state, entry, author.accountId, context)
  if (entry.kind === 'void' || entry.kind === 'correction')
    acceptChange(state, entry, author.accountId, at, context)
  if (entry.kind === 'walk-in') acceptWalkIn(state, offered, context)
  if (entry.kind === 'check-in') admit(state, entry, 'admitted', author.accountId, context)
  if (entry.sessionId !== null && entry.kind !== 'void' && entry.kind !== 'correction') {
    addVisitRow(state.plan, entry, author.accountId)
    setVisit(state, addToVisit(visitIn(state, entry.sessionId, entry.personId), entry, at))
  }
  return { doseRow: null, unknownLotId: null }
}

/** Puts a person among those of the session, so that its site sees them from now on. */
function admit(
  state: SetState,
  entry: Entry,
  how: 'walk-in' | 'admitted',
  byId: string,
  { now }: SetContext,
): void {
  const session = state.ground.sessions.get(entry.sessionId ?? '')
  if (session === undefined) return
  const ids = new Set([entry.personId, canonicalOf(state, entry.personId)?.id ?? entry.personId])
  for (const personId of ids) {
    const key = { session_id: session.id, person_id: personId, ward_id: session.wardId }
    const isListed = (state.plan.sessionPerson ?? []).some(
      (row) => row['session_id'] === session.id && row['person_id'] === personId,
    )
    if (!isListed)
      addRow(state.plan, 'sessionPerson', { ...key, how, added_at: now.toISOString(), added_by: byId })
  }
}

function acceptWalkIn(state: SetState, { entry, author }: Offered, context: SetContext): void {
  if (entry.kind !== 'walk-in') return
  const { personId: id, wardId, groupId, bornOn, bornPrecision, priorityCode } = entry
  if (!state.ground.people.has(id)) {
    addPersonRows(state.plan, entry, author, context)
    state.ground.people.set(id, { id, canonicalId: id, wardId, groupId, bornOn, bornPrecision, priorityCode })
  }
  admit(state, entry, 'walk-in', author.accountId, context)
}

function acceptDose(
  state: SetState,
  entry: DoseEntry,
  authorId: string,
  context: SetContext,
): { doseRow: Row; unknownLotId: string | null } {
  const { id, personId, sessionId, productId, statedStep, origin, source, reason } = entry
  const person = canonicalOf(state, personId)!
  const session = sessionId === null ? null : state.ground.sessions.get(sessionId)!
  const product = state.ground.products.get(productId)!
  const { givenAt, givenOn } = givenTimeOf(entry, context.timeZone)
  const capturedAt = correctedAt(entry.capturedAt, entry.clockOffsetMs)
  const lot = findLot(state, entry, authorId, context)
  const { wardId: residenceId, priorityCode } = person
  const place = { wardId: session?.wardId ?? null, siteId: session?.siteId ?? null }
  const ageCell = ageCellOn(state.ground.ageCuts, person.bornOn, givenOn)
  const times = {
    givenAt,
    givenOn,
    capturedAt,
    recordedAt: context.now.toISOString(),
    enteredOn: context.today,
  }
  const facts = {
    id,
    personId,
    sessionId,
    productId,
    statedStep,
    origin,
    source,
    reason,
    priorityCode,
  }
  addCase(state, { ...facts, ...place, ...times, residenceId, lotId: lot?.id ?? null, changes: [] })
  const doseRow = {
    id,
    person_id: personId,
    session_id: sessionId,
    ward_id: place.wardId,
    site_id: place.siteId,
    residence_id: residenceId,
    group_id: person.groupId,
    campaign_id: session?.campaignId ?? null,
    antigen: product.antigen,
    product_id: productId,
    lot_id: lot?.id ?? null,
    lot_text: entry.lot !== null && 'code' in entry.lot ? entry.lot.code : '',
    movement_id: null,
    stated_step: statedStep,
    given_at: givenAt,
    given_on: givenOn,
    captured_at: capturedAt,
    recorded_at: times.recordedAt,
    entered_on: context.today,
    author_id: authorId,
    vaccinator_name: entry.vaccinatorName,
    age_cell: ageCell,
    priority_code: priorityCode,
    origin,
    source,
    place: entry.place,
    reason,
    volume_ml: entry.volumeMl,
    arm: entry.arm,
  }
  return { doseRow, unknownLotId: source === 'administered' && lot !== null && !lot.isKnown ? lot.id : null }
}

/** The lot meant. One that nobody has received gets a row of its own, so that a recall finds the people. */
function findLot(
  state: SetState,
  { lot, productId, source }: DoseEntry,
  authorId: string,
  context: SetContext,
): LotRow | null {
  if (lot === null) return null
  const { lots } = state.ground
  if ('lotId' in lot) return lots.get(lot.lotId) ?? makeLot(state, lot.lotId, productId, lot.lotId, context)
  const codeFolded = foldLotCode(lot.code)
  const found = [...lots.values()].find((row) => row.productId === productId && row.codeFolded === codeFolded)
  if (source === 'reported') return found ?? null
  const meant = found ?? makeLot(state, context.newId(), productId, lot.code, context)
  const isTold = meant.isKnown || meant.events.some(({ kind }) => kind === 'expiry')
  return isTold || lot.expiresOn === null ? meant : tellExpiry(state, meant, lot.expiresOn, authorId, context)
}

/** What is printed on a pack has held since it was made: whatever is decided about the lot later comes after it. */
const PRINTED_ON = '2000-01-01'

/** The expiry as the phone read it from the vial; the paper of the first receipt takes its place. */
function tellExpiry(
  state: SetState,
  lot: LotRow,
  valueOn: string,
  authorId: string,
  { newId, now }: SetContext,
): LotRow {
  const event = {
    id: newId(),
    kind: 'expiry' as const,
    valueOn,
    withdrawsId: null,
    decidedOn: PRINTED_ON,
    at: now.toISOString(),
  }
  const told = { ...lot, events: [...lot.events, event] }
  state.ground.lots.set(lot.id, told)
  addRow(state.plan, 'lotEvent', {
    id: event.id,
    lot_id: lot.id,
    kind: event.kind,
    value_on: valueOn,
    decided_on: PRINTED_ON,
    document_number: '',
    at: event.at,
    by_id: authorId,
  })
  return told
}

function makeLot(state: SetState, id: string, productId: string, code: string, { now }: SetContext): LotRow {
  const row: LotRow = { id, productId, codeFolded: foldLotCode(code), isKnown: false, events: [] }
  state.ground.lots.set(id, row)
  addRow(state.plan, 'lot', {
    id,
    product_id: productId,
    code,
    code_folded: row.codeFolded,
    source: 'typed',
    created_at: now.toISOString(),
  })
  return row
}

function acceptChange(
  state: SetState,
  entry: VoidEntry | CorrectionEntry,
  byId: string,
  at: string,
  context: SetContext,
): void {
  const { id, doseId, reason } = entry
  if (entry.kind === 'void') {
    addChange(state, { id, doseId, at, reason, kind: 'void' })
    addRow(state.plan, 'doseChange', {
      id,
      dose_id: doseId,
      kind: 'void',
      fields: {},
      reason,
      by_id: byId,
      at,
    })
    return
  }
  const fields = freeze(state, entry.fields, context.timeZone)
  if (typeof fields.lotId === 'string' && !state.ground.lots.has(fields.lotId)) {
    const productId = fields.productId ?? state.cases.get(doseId)!.row.productId
    makeLot(state, fields.lotId, productId, fields.lotId, context)
  }
  addChange(state, { id, doseId, at, reason, kind: 'correct', fields })
  addRow(state.plan, 'doseChange', { id, dose_id: doseId, kind: 'correct', fields, reason, by_id: byId, at })
}

/** A corrected person brings the residence of now, a corrected session its place, a corrected time its day. */
function freeze(
  state: SetState,
  fields: Partial<CorrectableFields>,
  timeZone: string,
): Partial<CorrectableFields> {
  const person = fields.personId === undefined ? null : canonicalOf(state, fields.personId)
  const session = fields.sessionId == null ? null : (state.ground.sessions.get(fields.sessionId) ?? null)
  return {
    ...fields,
    ...(person === null ? {} : { residenceId: person.wardId, priorityCode: person.priorityCode }),
    ...(fields.sessionId === undefined
      ? {}
      : { wardId: session?.wardId ?? null, siteId: session?.siteId ?? null }),
    ...(fields.givenAt === undefined || fields.givenOn !== undefined
      ? {}
      : { givenOn: localDateAt(new Date(fields.givenAt), timeZone) }),
  }
}
