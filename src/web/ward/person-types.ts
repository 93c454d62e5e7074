import type { Person, PersonHistory } from '#features/registrants/contract.ts'
import type { Out } from '../shared/contract.ts'

export type Card = Out<typeof Person>
export type Happened = Out<typeof PersonHistory>['items'][number]
/** A card as it was read, with the version that an edit must name. */
export type Read = { person: Card; etag: string | null }
