import type { Random } from '#sim/random.ts'
import type { SaidFact } from '../../src/web/phone/prepare-fact.ts'
import type { ModelGround } from './ground.ts'

/** What the phones of one story know of each other's people and doses, sent or not: paper and words travel faster. */
export type Known = { personIds: string[]; doses: { id: string; personId: string; sessionId: string }[] }

const screenings = ['eligible', 'caution', 'deferred', 'contraindicated', 'referred'] as const
const notGiven = ['refused', 'absent', 'no-vaccine', 'fever', 'left', 'other'] as const
const reasons = ['', 'Ghi nhầm'] as const

/** One tap at a table: one fact, or the two that go together. */
export function inventTap(
  random: Random,
  ground: ModelGround,
  known: Known,
  newId: () => string,
  now: () => string,
): SaidFact[] {
  const { sessions, products, lots } = ground
  const personId = random.pick(known.personIds)
  const sessionId = random.pick(sessions).id
  const at = { personId, sessionId }
  const dose = known.doses.length === 0 ? null : random.pick(known.doses)
  const die = random.below(100)
  if (die < 6) {
    const id = newId()
    known.personIds.push(id)
    return [
      walkIn(id, sessionId, sessions[0]!.wardId),
      { kind: 'check-in', personId: id, sessionId, how: 'walk-in', reason: '' },
    ]
  }
  if (die < 30)
    return [{ kind: 'check-in', ...at, how: random.pick(['invitation', 'cccd', 'search']), reason: '' }]
  if (die < 50)
    return [
      { kind: 'consent', ...at, agreed: 'agreed', by: 'self', guardianName: '', guardianRelation: '' },
      {
        kind: 'screening',
        ...at,
        outcome: random.pick(screenings),
        findings: [],
        vitals: {},
        examinerName: '',
        note: '',
      },
    ]
  if (die < 55) return [{ kind: 'not-given', ...at, reason: random.pick(notGiven) }]
  if (die < 60 && dose !== null)
    return [{ kind: 'observation', ...at, startedAt: now(), endedAt: now(), note: '' }]
  if (die < 66 && dose !== null) return [reaction(dose, now())]
  if (die < 74 && dose !== null)
    return [{ kind: 'void', ...ofDose(dose), doseId: dose.id, reason: random.pick(reasons) }]
  if (die < 80 && dose !== null) {
    const fields = random.pick([
      { personId },
      { sessionId },
      { statedStep: 'primary-2' as const },
      { productId: products.at(-1)!.id, lotId: lots.at(-1)!.id },
    ])
    return [{ kind: 'correction', ...ofDose(dose), doseId: dose.id, fields, reason: 'Sửa theo phiếu' }]
  }
  return [injection(random, ground, at, now())]
}

const ofDose = ({ personId, sessionId }: Known['doses'][number]) => ({ personId, sessionId })

function injection(
  random: Random,
  { products, lots }: ModelGround,
  at: { personId: string; sessionId: string },
  givenAt: string,
): SaidFact {
  const which = random.below(products.length)
  return {
    kind: 'dose',
    ...at,
    productId: products[which]!.id,
    lot: { lotId: lots[which]!.id },
    statedStep: random.pick([null, 'primary-1', 'primary-2']),
    givenAt,
    givenOn: null,
    origin: 'site',
    source: 'administered',
    place: '',
    vaccinatorName: '',
    volumeMl: null,
    arm: 'left',
    reason: '',
  }
}

function reaction(dose: Known['doses'][number], onsetAt: string): SaidFact {
  return {
    kind: 'reaction',
    ...ofDose(dose),
    doseId: dose.id,
    onsetAt,
    where: 'site',
    severity: 'common',
    grade: null,
    symptoms: [],
    treatment: '',
    outcome: '',
  }
}

function walkIn(personId: string, sessionId: string, wardId: string): SaidFact {
  return {
    kind: 'walk-in',
    personId,
    sessionId,
    fullName: 'Người Vãng Lai',
    bornOn: '1980-01-01',
    bornPrecision: 'day',
    sex: 'unknown',
    wardId,
    groupId: null,
    phone: '',
    address: '',
    priorityCode: 9,
    identifiers: [],
  }
}
