/** A row of a list as it waits for confirmation: the person as stated, numbers sealed, places found. */
import { hash } from 'node:crypto'
import { canonicalJson } from '#domain/canonical-json.ts'
import type { LocalDate } from '#domain/dates.ts'
import type { Identifier } from '#domain/identity/identifiers.ts'
import { foldPersonName, nameKey } from '#domain/identity/names.ts'
import { foldPlaceName } from '#domain/place-names.ts'
import type { EarlierDose } from '#domain/person-list/earlier-doses.ts'
import type { ListPlace } from '#domain/person-list/list-places.ts'
import type { Registrant } from '#domain/person-list/rows.ts'
import type { ListedPerson, PersonChange, PersonKey } from '#domain/upload-match.ts'
import type { Sealer } from '#db/seal.ts'

/** Plain data: it crosses to the reading thread. */
export type ListGroundData = {
  on: LocalDate
  list: { wardId: string; code: string }
  /** Codes of wards in force with their ids, and keys of groups (`groupKey`) with theirs. */
  wards: readonly (readonly [string, string])[]
  groups: readonly (readonly [string, string])[]
  places: readonly ListPlace[]
}

export type ListGround = {
  wardIdOf: (code: string) => string
  /** Null when the ward has no group of this name. */
  groupIdOf: (wardId: string, name: string) => string | null
}

/** `key` and `sealed` in hexadecimal. */
export type SealedNumber = PersonKey & { sealed: string; last4: string }

export type StagedPerson = Omit<ListedPerson, 'identifiers'> & {
  identifiers: readonly SealedNumber[]
  earlierDoses: readonly EarlierDose[]
}

export function sealNumber(sealer: Sealer, { kind, value }: Identifier): SealedNumber {
  return {
    kind,
    key: sealer.lookupHex(kind, value),
    sealed: sealer.seal(value).toString('hex'),
    last4: value.slice(-4),
  }
}

export function stagePerson(sealer: Sealer, registrant: Registrant, ground: ListGround): StagedPerson {
  const wardId = ground.wardIdOf(registrant.wardCode)
  const groupId = ground.groupIdOf(wardId, registrant.groupName)
  const { fullName, bornOn, bornPrecision, sex, priorityCode, phone, workplace, address, household } =
    registrant
  // A group that nobody knows is not lost: it stays readable in front of the address.
  const unknownGroup = groupId === null && registrant.groupName !== '' ? [registrant.groupName] : []
  return {
    fullName,
    bornOn,
    bornPrecision,
    sex,
    priorityCode,
    phone,
    workplace,
    householdNumber: household.number,
    householdRelation: household.relation,
    ethnicity: household.ethnicity,
    address: [...unknownGroup, ...(address === '' ? [] : [address])].join(', '),
    wardId,
    groupId,
    identifiers: registrant.identifiers.map((identifier) => sealNumber(sealer, identifier)),
    earlierDoses: registrant.earlierDoses,
  }
}

const keptFields = [
  'wardId',
  'groupId',
  'fullName',
  'bornOn',
  'bornPrecision',
  'sex',
  'priorityCode',
  'phone',
  'address',
  'workplace',
  'householdNumber',
  'householdRelation',
  'ethnicity',
] as const satisfies readonly (keyof StagedPerson)[]

/** Equal exactly when everything that is kept of the row is equal. Keyed by the numbers' hashes, so it tells nothing. */
export function contentKeyOf(person: StagedPerson): string {
  const { identifiers, earlierDoses } = person
  const numbers = identifiers.map(({ kind, key }) => `${kind} ${key}`)
  const doses = earlierDoses.length === 0 ? '' : canonicalJson(earlierDoses)
  return hash('sha256', JSON.stringify([...keptFields.map((field) => person[field]), numbers, doses]))
}

/** A changed name changes what it is found and sorted by. */
export function withNames({ before, after, newKeys }: PersonChange) {
  const name = after.fullName
  return {
    before,
    after,
    newKeys,
    names: name === undefined ? null : { folded: foldPersonName(name), nameKey: nameKey(name) },
  }
}

/** The key under which a group's name is looked up inside its ward. */
export function groupKey(wardId: string, name: string): string {
  return `${wardId} ${foldPlaceName(name, 'group')}`
}

export function toListGround({ list, wards, groups }: ListGroundData): ListGround {
  const wardIds = new Map(wards)
  const groupIds = new Map(groups)
  return {
    wardIdOf(code) {
      const found = code === list.code ? list.wardId : wardIds.get(code)
      if (found === undefined) throw new Error('A row was let through without a ward')
      return found
    },
    groupIdOf: (wardId, name) => (name === '' ? null : (groupIds.get(groupKey(wardId, name)) ?? null)),
  }
}
