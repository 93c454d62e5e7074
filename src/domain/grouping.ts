/**
 * Residential groups for many people of a ward at once: whom it reaches, and which group an address names. The national
 * form of 26 columns has no column for the group, so whole lists arrive without one.
 */
import { foldName } from './place-names.ts'
import type { Living } from './residence.ts'

/** `grouped`: a group that somebody chose is changed on the person's card, with a reason, never in bulk. */
export type Grouping = 'open' | 'grouped' | 'not-here'

export function judgeGrouping(person: { living: Living; groupId: string | null }): Grouping {
  if (person.living !== 'here') return 'not-here'
  return person.groupId === null ? 'open' : 'grouped'
}

type Group = { id: string; name: string }

/** Written in three ways, one kind of group; `Khu phố 3` is another group than `Tổ 3`. */
const KIND = '(to dan pho|tdp|to|thon|khu pho|khom|ban|ap)(?: so)?'
const CALLED = new RegExp(`^${KIND} 0*(.+)$`)
/** `tổ 5` inside a longer part, as in `Kiệt 7 tổ 5 Chi Lăng`; a second number makes it a house: `tổ 5/12`. */
const NUMBERED = new RegExp(`(?:^| )${KIND} 0*(\\d{1,3})(?= \\D|$)`, 'g')
const PARTS = /[,;\n]| - /

const keyOf = (kind: string, rest: string) =>
  `${kind === 'tdp' || kind === 'to' ? 'to dan pho' : kind} ${rest}`

/**
 * Reads the group out of an address, `Tổ 07, 12 Chi Lăng`, among the groups of one ward.
 *
 * @returns the id; null where the address names no group, one that the ward does not have, or more than one.
 */
export function groupReader(groups: readonly Group[]): (address: string) => string | null {
  const idsOf = Map.groupBy(groups, ({ name }) => keyOfName(foldName(name)))
  const find = (key: string) => (idsOf.get(key) ?? []).map(({ id }) => id)
  return (address) => {
    const named = new Set(address.split(PARTS).flatMap((part) => keysIn(foldName(part)).flatMap(find)))
    return named.size === 1 ? [...named][0]! : null
  }
}

function keyOfName(folded: string): string {
  const called = CALLED.exec(folded)
  return called === null ? folded : keyOf(called[1]!, called[2]!)
}

/** A bare `5` may be a house: only what is called a group, or has the very name of one, is read. */
function keysIn(part: string): string[] {
  return [
    keyOfName(part),
    ...Array.from(part.matchAll(NUMBERED), ([, kind, number]) => keyOf(kind!, number!)),
  ]
}
