import { conditionsOfPriorityCode } from '#domain/rules-vn.ts'
import { lotStatusOn, useByOn } from '#domain/stock.ts'
import type { DoseChange } from '#domain/vaccination/changes.ts'
import { applyChanges } from '#domain/vaccination/changes.ts'
import type { StepCode } from '#domain/vaccination/steps.ts'
import type { CountedDose } from '#domain/vaccination/tally.ts'
import { ageCellOn } from '#domain/vaccination/tally.ts'
import type { DoseFact, PersonFacts, Product, RuleSet } from '#domain/vaccination/types.ts'
import type { DoseRow, LotRow, PersonRow, SessionRow } from './fact-types.ts'

/** Everything that judging looks up. */
export type Ground = {
  rules: RuleSet
  products: ReadonlyMap<string, Product>
  ageCuts: readonly number[]
  people: ReadonlyMap<string, PersonRow>
  sessions: ReadonlyMap<string, SessionRow>
  lots: ReadonlyMap<string, LotRow>
}

/** A dose with its changes applied, and what follows from them. */
export type StandingDose = {
  row: DoseRow
  fields: ReturnType<typeof statedFields>
  voided: boolean
  /** The canonical person to whom it belongs. */
  canonicalId: string
  product: Product
  /** Of the birth date as it is known now: a mistake in it was one on that day as well. */
  ageCell: number
  holderId: string | null
}

/** What a correction may restate, and what is frozen with it: the residence of a person, the place of a session. */
function statedFields(row: DoseRow) {
  const { personId, sessionId, productId, lotId, statedStep, givenAt, givenOn } = row
  const { wardId, siteId, residenceId, priorityCode } = row
  return {
    personId,
    sessionId,
    productId,
    lotId,
    statedStep,
    givenAt,
    givenOn,
    wardId,
    siteId,
    residenceId,
    priorityCode,
  }
}

export function standDose(row: DoseRow, changes: readonly DoseChange[], ground: Ground): StandingDose {
  const { fields, voided } = applyChanges(statedFields(row), changes)
  const product = ground.products.get(fields.productId)
  if (product === undefined) throw new Error(`Dose ${row.id} is of a product that does not exist`)
  const canonicalId = ground.people.get(fields.personId)?.canonicalId ?? fields.personId
  return {
    row,
    fields,
    voided,
    canonicalId,
    product,
    ageCell: ageCellOn(ground.ageCuts, ground.people.get(canonicalId)?.bornOn ?? null, fields.givenOn),
    holderId: fields.sessionId === null ? null : (ground.sessions.get(fields.sessionId)?.holderId ?? null),
  }
}

/** As the judge takes it. Expiry and status are what was known of the lot when the dose, or its last change, was recorded. */
export function toDoseFact(dose: StandingDose, ground: Ground): DoseFact {
  const { row, fields, product } = dose
  const knownBy = Math.max(
    Date.parse(row.recordedAt),
    ...row.changes.filter(({ kind }) => kind === 'correct').map(({ at }) => Date.parse(at)),
  )
  const lot = fields.lotId === null ? undefined : ground.lots.get(fields.lotId)
  const events = (lot?.events ?? []).filter(({ at }) => Date.parse(at) <= knownBy)
  return {
    id: row.id,
    personId: fields.personId,
    antigen: product.antigen,
    family: product.family,
    productId: fields.productId,
    productCode: product.code,
    givenOn: fields.givenOn,
    givenAt: new Date(fields.givenAt).toISOString(),
    enteredOn: row.enteredOn,
    statedStep: fields.statedStep,
    origin: row.origin,
    source: row.source,
    lotExpiresOn: useByOn(events, fields.givenOn),
    lotBlocked: lotStatusOn(events, fields.givenOn) !== 'ok',
    voided: dose.voided,
  }
}

/** Under what it is counted. */
export function toCounted(dose: StandingDose, step: StepCode): CountedDose {
  const { row, fields, product, ageCell, holderId } = dose
  const { source, origin, enteredOn, id: doseId } = row
  const { givenOn, residenceId, wardId, siteId, sessionId, productId, lotId, priorityCode } = fields
  return {
    doseId,
    antigen: product.antigen,
    step,
    source,
    origin,
    givenOn,
    enteredOn,
    residenceId,
    wardId,
    siteId,
    sessionId,
    holderId,
    productId,
    lotId,
    ageCell,
    priorityCode,
  }
}

export function toPersonFacts(person: PersonRow): PersonFacts {
  return {
    id: person.id,
    bornOn: person.bornOn,
    bornPrecision: person.bornPrecision,
    conditions: conditionsOfPriorityCode(person.priorityCode),
    recoveredOn: null,
  }
}
