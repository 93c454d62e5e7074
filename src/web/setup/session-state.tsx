import type { Session } from '#features/sessions/contract.ts'
import type { Out } from '../shared/contract.ts'
import { Notice, StatusMark } from '../shared/ui/page.tsx'
import { dutyName, t } from './session-words.ts'

export type SessionView = Out<typeof Session>

const tones = { planned: 'info', open: 'good', closing: 'warn', closed: 'still', cancelled: 'still' } as const

export function SessionState({ of }: { of: SessionView['state'] }) {
  return <StatusMark tone={tones[of]}>{t(`state.${of}`)}</StatusMark>
}

/** What the crew lacks before the session may open without a reason. */
export function MissingCrew({ missing }: { missing: SessionView['crewMissing'] }) {
  if (missing.length === 0) return null
  return (
    <Notice tone="warn" title={t('open.short')}>
      <ul>
        {missing.map((row) => (
          <li key={row.duty}>{t('open.missing', { duty: dutyName(row.duty), count: row.missing })}</li>
        ))}
      </ul>
    </Notice>
  )
}
