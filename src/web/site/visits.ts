import type {
  IdentifiedPeople,
  IdentifyPerson,
  MatchWalkIn,
  PersonCard,
  ScreeningForm,
  SearchPeople,
  SessionPapers,
  SessionStatus,
  VisitList,
  WalkInMatches,
} from '#features/doses/visit-contract.ts'
import type { LocalDate } from '#domain/dates.ts'
import type { checkInWays } from '#domain/entry.ts'
import { visitProblems } from '#domain/problems/visits.ts'
import { isStepCode, stepWords, type StepCode } from '#domain/vaccination/steps.ts'
import { api } from '../shared/api.ts'
import type { In, Out } from '../shared/contract.ts'
import { formatDay } from '../shared/days.ts'
import { language } from '../shared/words.ts'
import { serverNow } from './this-phone.ts'

type Answered = Out<typeof PersonCard>
/** Of a person what the tables need, whether the service or this phone says it. */
export type SitePerson = Omit<Answered['person'], 'living' | 'policeMatch' | 'platform' | 'lastStep'>
export type Card = Omit<Answered, 'person'> & {
  person: SitePerson
  /** What was recorded by then is in it; null = the history could not be looked up at all. ISO, the server's clock. */
  asOf: string | null
  /** Worked out by this phone from what it carries. */
  isFromPhone: boolean
}
export type VisitState = Card['visit']['state']
export type Waiting = Out<typeof VisitList>
export type CardDose = Card['doses'][number]
export type Identified = { how: Out<typeof IdentifiedPeople>['how']; items: Card[] }
export type Status = Out<typeof SessionStatus>
export type Form = Out<typeof ScreeningForm>
type Papers = Out<typeof SessionPapers>
type Match = Out<typeof WalkInMatches>['items'][number]
export type Matches = { items: (Pick<Match, 'where' | 'reason'> & { person: SitePerson | null })[] }
export type MatchBody = In<typeof MatchWalkIn>
export type How = (typeof checkInWays)[number]

const of = (sessionId: string, rest: string) => `/v1/sessions/${sessionId}/${rest}`

const now = (card: Answered): Card => ({ ...card, asOf: serverNow().toISOString(), isFromPhone: false })

/** What is asked of the service about people of one session; the tables ask `people`, which also works without it. */
export const visits = {
  async identify(sessionId: string, body: In<typeof IdentifyPerson>): Promise<Identified> {
    const found = await api.post<Out<typeof IdentifiedPeople>>(of(sessionId, 'identify'), body)
    return { how: found.how, items: found.items.map(now) }
  },
  async search(sessionId: string, body: In<typeof SearchPeople>): Promise<{ items: Card[] }> {
    const found = await api.post<{ items: Answered[] }>(of(sessionId, 'searches'), body)
    return { items: found.items.map(now) }
  },
  /** Who stands at these tables, on whichever phone they were dealt with before. */
  waiting: (sessionId: string, states: readonly VisitState[]) =>
    api.get<Waiting>(of(sessionId, 'visits'), { query: { state: states.join(','), limit: 50 } }),
  async card(sessionId: string, personId: string): Promise<Card> {
    return now(await api.get<Answered>(of(sessionId, `people/${personId}/card`)))
  },
  match: (sessionId: string, body: MatchBody) => api.post<Matches>(of(sessionId, 'walk-in-matches'), body),
  form: (sessionId: string, personId: string) =>
    api.get<Form>(of(sessionId, `people/${personId}/screening-form`)),
  papers: (sessionId: string, cursor: string | null) =>
    api.get<Papers>(of(sessionId, 'papers'), {
      query: { limit: 100, ...(cursor === null ? {} : { cursor }) },
    }),
  status: (sessionId: string) => api.get<Status>(of(sessionId, 'status')),
}

/** "Mũi 2", in the language of now; empty for a dose that counts as none. */
export function stepName(step: string | null): string {
  return step !== null && isStepCode(step) ? stepWords(step)[language.value] : ''
}

export const stepOf = (step: string | null): StepCode | null =>
  step !== null && isStepCode(step) ? step : null

/** The last dose that stands, whoever gave it. */
export function lastDose(card: Card): CardDose | null {
  const standing = card.doses.filter(({ isVoided }) => !isVoided)
  return standing.toSorted((a, b) => a.givenAt.localeCompare(b.givenAt)).at(-1) ?? null
}

/** The sentence of a refusal, with its days as people write them. */
export function refusalSentence(code: string, facts: Readonly<Record<string, unknown>>): string {
  const words = code in visitProblems ? visitProblems[code as keyof typeof visitProblems] : null
  if (words === null) return code
  return words[language.value].replace(/\{(\w+)\}/g, (_, name: string) => factText(facts[name]))
}

function factText(fact: unknown): string {
  const text = typeof fact === 'number' ? String(fact) : typeof fact === 'string' ? fact : ''
  return /^\d{4}-\d\d-\d\d$/.test(text) ? formatDay(text) : text
}

/** 1958, 03/1985 or 05/03/1985: as exactly as it is known. */
export function bornText(person: { bornOn: LocalDate; bornPrecision: 'day' | 'month' | 'year' }): string {
  const whole = formatDay(person.bornOn)
  return { day: whole, month: whole.slice(3), year: whole.slice(6) }[person.bornPrecision]
}

export { shortNameOf as shortName } from '#domain/identity/short-name.ts'
