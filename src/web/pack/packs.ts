import { signal } from '@preact/signals'
import type { Pack, PackPerson } from '#domain/site-pack/pack.ts'
import type { Product, RuleSet } from '#domain/vaccination/types.ts'
import type { PackInvitations, PackSession } from '#features/doses/pack-contract.ts'
import type { IdentifyPerson, MatchWalkIn } from '#features/doses/visit-contract.ts'
import type { In, Out } from '../shared/contract.ts'
import type { Card, Identified, Matches, VisitState } from '../site/visits.ts'

/** What a pack says besides its people. */
export type PackParts = {
  session: Omit<Out<typeof PackSession>, 'products'> & { products: Product[] }
  rules: RuleSet
  invitations: Out<typeof PackInvitations>
}
export type SitePack = Pack<PackParts>

/** A pack as the tables ask it. What answers is fetched after the first page is drawn (`keeper.ts`). */
export type OpenPack = {
  pack: SitePack
  /** ISO; erased then. */
  until: string
  /** By the person's own id, or one that was merged into it. */
  card: (personId: string) => Card | null
  /** Of somebody whom the list does not have. */
  cardOf: (person: PackPerson) => Card
  /** Everybody who stands at a table in one of these states, as of the list. */
  cardsIn: (states: readonly VisitState[]) => Card[]
  search: (typed: string) => Card[]
  /** @throws ApiProblem with a sentence that says what was read and why nobody is shown for it. */
  identify: (asked: In<typeof IdentifyPerson>) => Promise<Identified>
  /** @param written others whom this phone knows of, that are not on the list. */
  match: (asked: In<typeof MatchWalkIn>, written: readonly PackPerson[]) => Matches
}

/** The packs of whoever works with this phone, once their PIN was found right; by session. */
export const packs = signal<ReadonlyMap<string, OpenPack>>(new Map())
/** Whose packs are open; null while they are locked. */
export const openFor = signal<string | null>(null)

export const sessionIdOf = ({ parts }: SitePack): string => parts.session.session.id
