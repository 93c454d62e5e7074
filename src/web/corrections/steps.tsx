import { formatInstant } from '../shared/days.ts'
import { useAccount } from '../shared/session.ts'
import { Card } from '../shared/ui/page.tsx'
import type { Detail } from './correction.tsx'
import { t } from './words.ts'

type Change = Detail['changes'][number]

/** What was changed, by whom and when. */
export function sayChange({ kind, what, at, byName }: Change, timeZone: string): string {
  const word = what === 'void' || what === 'restore' ? what : kind
  return t('change.by', {
    what: t(`what.${word}`),
    name: byName ?? t('by.nobody'),
    at: formatInstant(at, timeZone),
  })
}

/** What was done with the request, the newest last. */
export function Steps({ of }: { of: Detail }) {
  const { timeZone } = useAccount().authority
  return (
    <Card title={t('steps')}>
      <ol class="history">
        {of.steps.map(({ act, at, byName, reason, outcome }) => (
          <li key={at + act}>
            <p>
              <strong>{t(`did.${act}`)}</strong>
            </p>
            {outcome !== null && <p>{sayChange(outcome, timeZone)}</p>}
            {reason !== '' && <p class="correction-said">{reason}</p>}
            <p class="under">{t('step.by', { name: byName, at: formatInstant(at, timeZone) })}</p>
          </li>
        ))}
      </ol>
    </Card>
  )
}
