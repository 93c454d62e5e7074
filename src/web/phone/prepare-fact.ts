import type { Fact } from '#domain/sync/queue.ts'
import type { PhoneDeps } from './ports.ts'

type Said<F> = F extends Fact ? Omit<F, 'id' | 'capturedAt'> : never
/** What a page says; id and time are added here. */
export type SaidFact = Said<Fact>

/** A fact under its id and time; saving it twice keeps it once. */
export type PreparedFact = Fact

/** A fact of this moment, by the phone's clock; which queue it will lie in makes no difference. */
export function prepareFact(said: SaidFact, by: Pick<PhoneDeps, 'newId' | 'clock'>): PreparedFact {
  return { ...said, id: by.newId(), capturedAt: by.clock.now().toISOString() }
}
