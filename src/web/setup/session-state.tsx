import { localDateAt, type LocalDate } from '#domain/dates.ts'
import type { Session } from '#features/sessions/contract.ts'
import { now } from '../shared/clock.ts'
import type { Out } from '../shared/contract.ts'
import { useAccount } from '../shared/session.ts'
import { StatusMark } from '../shared/ui/page.tsx'
import { t } from './session-words.ts'

export type SessionView = Out<typeof Session>

const tones = { planned: 'info', open: 'good', closing: 'warn', closed: 'still', cancelled: 'still' } as const

export function SessionState({ of }: { of: SessionView['state'] }) {
  return <StatusMark tone={tones[of]}>{t(`state.${of}`)}</StatusMark>
}

/** Today on the authority's clock. */
export function useToday(): LocalDate {
  return localDateAt(now(), useAccount().authority.timeZone)
}
