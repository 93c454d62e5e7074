import { localDateAt, type LocalDate } from '../dates.ts'
import { maskNumber } from '../identity/identifiers.ts'
import { conditionsOfPriorityCode } from '../rules-vn.ts'
import type { Product, RuleSet, Standing } from '../vaccination/types.ts'
import { answerNextDose, describeVisit, needsGuardian } from '../visit-card.ts'
import { foldVisit } from '../visit.ts'
import type { PackDose, PackPerson } from './pack.ts'

/** What cards of a session are worked out from, besides the person. */
export type CardGround = {
  sessionId: string
  sessionOn: LocalDate
  timeZone: string
  rules: RuleSet
  /** Everything that a dose of these people may be of. */
  products: ReadonlyMap<string, Product>
  /** What the session may give. */
  offered: readonly Product[]
}

/** What a pack says of its session, as cards need it. */
export function groundOf(
  parts: {
    session: {
      session: { id: string; sessionOn: LocalDate }
      offeredIds: readonly string[]
      products: readonly Product[]
    }
    rules: RuleSet
  },
  timeZone: string,
): CardGround {
  const { session, offeredIds, products } = parts.session
  const byId = new Map(products.map((product) => [product.id, product]))
  return {
    sessionId: session.id,
    sessionOn: session.sessionOn,
    timeZone,
    rules: parts.rules,
    products: byId,
    offered: offeredIds.flatMap((id) => byId.get(id) ?? []),
  }
}

/** The card of a person, as the service would answer it from the same facts. */
export function toCard(person: PackPerson, ground: CardGround, now: Date) {
  const { id, bornOn, bornPrecision, priorityCode } = person
  const facts = {
    id,
    bornOn,
    bornPrecision,
    conditions: conditionsOfPriorityCode(priorityCode),
    recoveredOn: null,
  }
  const standings = person.doses.map((dose) => toStanding(person.id, dose, ground))
  const today = localDateAt(now, ground.timeZone)
  return {
    person: toBrief(person),
    needsGuardian: needsGuardian(bornOn, ground.sessionOn),
    doses: person.doses.map((dose) => toCardDose(dose, ground)),
    next: answerNextDose(facts, standings, ground.offered, ground.rules, today),
    ...describeVisit(person.visit ?? foldVisit([]), now.toISOString()),
  }
}

export type PackCard = ReturnType<typeof toCard>

/** A number is seven signs that say nothing and the end: how long it is stays unsaid. */
const HIDDEN = '*******'
const PHONE_SHOWN = 3

function toBrief(person: PackPerson) {
  const { id, fullName, bornOn, bornPrecision, sex, priorityCode, wardId, wardName } = person
  const { groupId, groupName, phoneEnd, numbers } = person
  return {
    id,
    fullName,
    bornOn,
    bornPrecision,
    sex,
    priorityCode,
    wardId,
    wardName,
    groupId,
    groupName,
    phone: phoneEnd === '' ? '' : maskNumber(`${HIDDEN.slice(1)}${phoneEnd}`, PHONE_SHOWN),
    numbers: numbers.map(({ kind, end }) => ({ kind, masked: `${HIDDEN}${end}` })),
  }
}

function toStanding(personId: string, dose: PackDose, { rules, products }: CardGround): Standing {
  const { doseId, productId, givenOn, givenAt, dayRank, step, basicDoses } = dose
  const product = products.get(productId)
  return {
    doseId,
    personId,
    antigen: product?.antigen ?? '',
    family: product?.family ?? '',
    productId,
    givenOn,
    givenAt,
    dayRank,
    step,
    basicDoses,
    flags: [],
    rulesVersion: rules.version,
  }
}

function toCardDose(dose: PackDose, { sessionId, products }: CardGround) {
  const { doseId, givenOn, givenAt, productId, lotCode, step, isVoided, origin, source, isHere } = dose
  return {
    doseId,
    givenOn,
    givenAt,
    productId,
    productName: products.get(productId)?.name ?? '',
    lotCode,
    step,
    isVoided,
    flags: [] as string[],
    origin,
    source,
    sessionId: isHere ? sessionId : null,
    place: '',
  }
}
