/** People who stand in one file twice. Linear in the rows: only rows that share a key are compared. */
import { compareMatches, judgeMatch, type Match, type MatchSubject } from '../identity/match.ts'
import { MatchIndex } from '../identity/match-keys.ts'
import { matchName } from '../identity/names.ts'
import { foldPlaceName } from '../place-names.ts'
import type { Registrant } from './rows.ts'

/** The earlier row stands; the later one repeats it or may repeat it. */
export type FileMatch = Match & { rowNumber: number; earlierRow: number }

/** What tells people of a list apart. */
type Comparable = Pick<
  Registrant,
  'fullNameFolded' | 'bornOn' | 'bornPrecision' | 'sex' | 'identifiers' | 'wardCode' | 'groupName'
>

/** Row after row of one file, each held against those before it. */
export class FileDuplicates {
  readonly #groups = new Map<string, string>()
  readonly #index = new MatchIndex<{ rowNumber: number; subject: MatchSubject }>()

  /** @returns the strongest match among the earlier rows; of equal ones the earliest row. */
  add(rowNumber: number, person: Comparable): FileMatch | null {
    const subject = toMatchSubject(person, (name) => this.#groupKeyOf(name))
    let strongest: FileMatch | null = null
    for (const earlier of this.#index.find(subject)) {
      const match = judgeMatch(earlier.subject, subject)
      if (match === null) continue
      const order = strongest === null ? -1 : compareMatches(match, strongest)
      if (order > 0 || (order === 0 && earlier.rowNumber > strongest!.earlierRow)) continue
      strongest = { ...match, rowNumber, earlierRow: earlier.rowNumber }
    }
    this.#index.add({ rowNumber, subject }, subject)
    return strongest
  }

  #groupKeyOf(name: string): string {
    const key = this.#groups.get(name) ?? foldPlaceName(name, 'group')
    this.#groups.set(name, key)
    return key
  }
}

/** @returns the strongest match of each repeated row, by its row number. */
export function findFileDuplicates(
  readings: readonly { rowNumber: number; registrant: Comparable | null }[],
): Map<number, FileMatch> {
  const rows = new FileDuplicates()
  const found = new Map<number, FileMatch>()
  for (const { rowNumber, registrant } of readings) {
    const match = registrant === null ? null : rows.add(rowNumber, registrant)
    if (match !== null) found.set(rowNumber, match)
  }
  return found
}

function toMatchSubject(registrant: Comparable, groupKeyOf: (name: string) => string): MatchSubject {
  const { fullNameFolded, bornOn, bornPrecision, sex, identifiers, wardCode, groupName } = registrant
  return {
    fullNameFolded: matchName(fullNameFolded),
    bornOn,
    bornPrecision,
    sex,
    identifiers: identifiers.map(({ kind, value }) => ({ kind, key: value, last4: value.slice(-4) })),
    wardKey: wardCode,
    groupKey: groupName === '' ? null : groupKeyOf(groupName),
  }
}
