import type { LocalDate } from '../dates.ts'
import { foldPersonName, nameKey } from '../identity/names.ts'
import { compareText } from '../ids.ts'
import { readPersonQuery, type PersonQuery } from './query.ts'

/** What a phone knows of somebody it can find. */
export type Findable = {
  id: string
  fullName: string
  bornOn: LocalDate
  /** The last digits of the phone; empty when there is none. */
  phoneEnd: string
  /** The last four characters of each number. */
  numberEnds: readonly string[]
}

type Row = Findable & { folded: string; sortKey: string }

/** As many as the service answers: enough to recognise a neighbour. */
export const HITS_MAX = 10
const END_LENGTH = 4

/**
 * People that are found without a network, by the same rules as the service's search: every word is part of the name, in
 * any order; diacritics and the keys of Telex and VNI do not count; or a number ends so. Ordered as Vietnamese lists are: by tên.
 *
 * Read through from end to end: twenty thousand folded names take a few milliseconds, so there is nothing to keep up to
 * date but the rows themselves.
 */
export class PersonIndex {
  readonly #rows: readonly Row[]
  readonly #collator = new Intl.Collator('vi')

  constructor(people: Iterable<Findable>) {
    this.#rows = Array.from(people, (person) => ({
      ...person,
      folded: foldPersonName(person.fullName),
      sortKey: foldPersonName(nameKey(person.fullName)),
    })).sort((a, b) => compareText(a.sortKey, b.sortKey) || compareText(a.id, b.id))
  }

  /** At most `HITS_MAX` ids. */
  find(typed: string): string[] {
    const query = readPersonQuery(typed)
    const { names, digits } = query
    if (digits !== null) return this.#select(query, (row) => endsSo(row, digits))
    const found = new Set<string>()
    for (const name of names) {
      const words = name.split(' ')
      const hits = this.#select(query, ({ folded }) => words.every((word) => folded.includes(word)))
      for (const id of hits) found.add(id)
      if (found.size >= HITS_MAX) break
    }
    return [...found].slice(0, HITS_MAX)
  }

  #select({ year }: PersonQuery, fits: (row: Row) => boolean): string[] {
    const born = year === null ? '' : `${year}-`
    const hits: Row[] = []
    for (const row of this.#rows) {
      if (!row.bornOn.startsWith(born) || !fits(row)) continue
      hits.push(row)
      if (hits.length === HITS_MAX) break
    }
    // Only now by tones too: comparing twenty thousand names so would take a second on a cheap phone.
    return hits
      .sort(
        (a, b) => this.#collator.compare(nameKey(a.fullName), nameKey(b.fullName)) || compareText(a.id, b.id),
      )
      .map(({ id }) => id)
  }
}

/** Of more digits than a phone carries, those that it has decide. */
function endsSo({ phoneEnd, numberEnds }: Findable, digits: string): boolean {
  const end = digits.slice(-END_LENGTH)
  return (phoneEnd !== '' && phoneEnd.endsWith(end)) || numberEnds.includes(end)
}
