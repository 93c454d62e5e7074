import type { Duplicate, DuplicatePage } from '#features/doses/duplicate-contract.ts'
import { api } from '../shared/api.ts'
import type { Out } from '../shared/contract.ts'
import { t as w } from '../ward/person-words.ts'

export type Pair = Out<typeof Duplicate>
export type State = Pair['state']
export type Person = Pair['person']
/** Both records are in sight, so somebody here can answer. */
export type WholePair = Pair & { other: Person }
export const isWhole = (pair: Pair): pair is WholePair => pair.other !== null

/** Does any of the two stand in that pair as well? */
export const isAbout = ({ person, other }: Pair, pair: WholePair): boolean =>
  [person.id, other?.id].some((id) => id === pair.person.id || id === pair.other.id)

export type Asked = { wardId: string; state: State }
/** `key`: of the pair as it stands on the page; of somebody elsewhere nothing is known that could name the pair. */
export type Listed = { key: string; pair: Pair }
export type Read = { listed: Listed[]; nextCursor: string | null }

const PAIRS = 20
/** Windows of residents without any pair that are passed over in one go: far more than any ward has. */
const EMPTY_PAGES_MAX = 100

/** The next pairs; a page may be empty and still have a next one, so it goes on until there is something to see. */
export async function readPairs(asked: Asked, before: Read | null): Promise<Read> {
  const listed = before?.listed ?? []
  let cursor = before?.nextCursor ?? null
  for (let pages = 0; pages < EMPTY_PAGES_MAX; pages += 1) {
    const page = await api.get<Out<typeof DuplicatePage>>('/v1/duplicates', {
      query: { ...asked, limit: PAIRS, cursor },
    })
    cursor = page.nextCursor
    if (page.items.length > 0 || cursor === null)
      return {
        listed: [
          ...listed,
          ...page.items.map((pair, at) => ({ key: keyOf(pair, listed.length + at), pair })),
        ],
        nextCursor: cursor,
      }
  }
  return { listed, nextCursor: cursor }
}

const keyOf = ({ person, other }: Pair, at: number) => `${person.id} ${other?.id ?? at}`

/** How one line of the two cards compares. */
export type Likeness = 'same' | 'near' | 'missing' | 'differs'
export type Line = 'name' | 'birth' | 'sex' | 'numbers' | 'phone' | 'place'

/** What the service calls different is different; what only reads otherwise is alike. */
export function compareLines({ person, other, differs, otherNumbers }: WholePair): Record<Line, Likeness> {
  const judged = (line: 'name' | 'birth' | 'sex', isSame: boolean): Likeness =>
    differs.includes(line) ? 'differs' : isSame ? 'same' : 'near'
  return {
    name: judged('name', person.fullName === other.fullName),
    birth: judged('birth', person.bornOn === other.bornOn && person.bornPrecision === other.bornPrecision),
    sex: judged('sex', person.sex === other.sex),
    numbers:
      otherNumbers.length > 0
        ? 'differs'
        : numbersOf(person).join() === numbersOf(other).join()
          ? 'same'
          : 'missing',
    phone: compareTexts(person.phone, other.phone),
    place: person.wardId === other.wardId ? compareTexts(person.groupName, other.groupName) : 'differs',
  }
}

export const numbersOf = ({ numbers }: Person) =>
  numbers.map(({ kind, masked }) => `${w(`kind.${kind}`)} ${masked}`)
export const placeOf = ({ groupName, wardName }: Person) => [groupName, wardName].filter(Boolean).join(', ')

function compareTexts(a: string, b: string): Likeness {
  if (a === b) return 'same'
  return a === '' || b === '' ? 'missing' : 'differs'
}
