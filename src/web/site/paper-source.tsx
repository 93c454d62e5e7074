import { useEffect } from 'preact/hooks'
import { packs } from '../pack/packs.ts'
import { timeText } from '../pack/time-text.ts'
import type { Load } from '../shared/load.ts'
import { useAccount } from '../shared/session.ts'
import { Notice } from '../shared/ui/page.tsx'
import { isUnanswered } from './people.ts'
import { t } from './table-words.ts'

/** Where a paper comes from, when it is not the service: its gaps are filled in by hand. */
export function PaperSource({ asOf }: { asOf: string | null }) {
  const { timeZone } = useAccount().authority
  if (asOf === null) return null
  return (
    <div class="screen-only">
      <Notice tone="info" title={t('paper.from-phone', { time: timeText(asOf, timeZone) })} />
    </div>
  )
}

/** No network and no open list: how to come by the paper all the same. It is drawn as soon as the list is opened. */
export function WithoutNetwork<T>({ of, sessionId }: { of: Load<T>; sessionId: string }) {
  const { state, problem } = of.current.value
  const hasList = packs.value.has(sessionId)
  useEffect(() => {
    if (hasList && of.current.peek().state === 'failed') void of.reload()
  }, [hasList])
  if (state !== 'failed' || !isUnanswered(problem)) return null
  return <Notice tone="warn" title={t('paper.offline')} />
}
