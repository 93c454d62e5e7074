import type { DoseEntry, Entry } from '#domain/entry.ts'
import type { Offered } from '#features/doses/set-writer/types.ts'
import type { Random } from './random.ts'

const SHARE = { twoPhones: 0.05, voided: 0.04, undone: 0.06, reaction: 0.08 }
const MINUTE_MS = 60_000

/** What befalls a visit besides: entered on a second phone as well, undone at once, taken back later, a fever at home. */
export function mishapsOf(
  random: Random,
  newId: () => string,
  visit: readonly Offered[],
  second: Offered['author'],
): Offered[] {
  return visit.flatMap(({ entry, author }): Offered[] => {
    if (entry.kind !== 'dose') return []
    const extra: Offered[] = []
    if (random.chance(SHARE.twoPhones)) extra.push({ entry: { ...entry, id: newId() }, author: second })
    if (random.chance(SHARE.voided))
      extra.push({ entry: takeBack(newId, entry, 0, 'Nhập nhầm người'), author })
    if (random.chance(SHARE.undone)) {
      // The wrong button: undone within the two minutes, and entered again.
      const again = { ...entry, id: newId(), capturedAt: later(entry.capturedAt, 2) }
      extra.push({ entry: takeBack(newId, entry, 1, ''), author }, { entry: again, author })
    }
    if (random.chance(SHARE.reaction)) extra.push({ entry: reactionTo(random, newId, entry), author })
    return extra
  })
}

const later = (at: string, minutes: number) => new Date(Date.parse(at) + minutes * MINUTE_MS).toISOString()

function envelopeOf(newId: () => string, dose: DoseEntry, minutes: number) {
  const { personId, sessionId, deviceId, deviceSeq, clockOffsetMs } = dose
  const capturedAt = later(dose.capturedAt, minutes)
  return { id: newId(), personId, sessionId, deviceId, deviceSeq, clockOffsetMs, capturedAt, doseId: dose.id }
}

function takeBack(newId: () => string, dose: DoseEntry, minutes: number, reason: string): Entry {
  return { kind: 'void', ...envelopeOf(newId, dose, minutes), reason }
}

function reactionTo(random: Random, newId: () => string, dose: DoseEntry): Entry {
  const { sessionId, ...envelope } = envelopeOf(newId, dose, 25)
  const isSevere = random.chance(0.1)
  return {
    kind: 'reaction',
    ...envelope,
    sessionId: sessionId!,
    onsetAt: later(dose.givenAt, 20),
    where: 'site',
    severity: isSevere ? 'severe' : 'common',
    grade: isSevere ? 1 : null,
    symptoms: ['fever'],
    treatment: '',
    outcome: '',
  }
}
