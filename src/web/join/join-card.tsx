import './join.css'
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { SCREEN_CODE_FRESH_MS } from '#domain/join.ts'
import { dutyWords } from '#domain/roster.ts'
import type { JoinRequestList } from '#features/sessions/join-contract.ts'
import { api, ApiProblem } from '../shared/api.ts'
import type { Out } from '../shared/contract.ts'
import { formatInstant } from '../shared/days.ts'
import { useGet } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { useAccount } from '../shared/session.ts'
import { language } from '../shared/words.ts'
import { Button, ButtonLink } from '../shared/ui/button.tsx'
import { Dialog } from '../shared/ui/dialog.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Notice } from '../shared/ui/page.tsx'
import { toast } from '../shared/ui/toast.tsx'
import { CodePicture, type CodeView } from './code-picture.tsx'
import { t } from './words.ts'

const EVERY_MS = 4000
type Requests = Out<typeof JoinRequestList>

/** For whoever runs the session: its code to be scanned, and those who wait to be let in. */
export function JoinCard({ sessionId, onChanged }: { sessionId: string; onChanged?: () => Promise<void> }) {
  const path = `/v1/sessions/${sessionId}/join-requests`
  const requests = useGet<Requests>(path)
  const open = useSignal(false)
  useEffect(() => {
    const timer = setInterval(() => void requests.reload(), EVERY_MS)
    return () => clearInterval(timer)
  }, [path])
  return (
    <Card
      title={t('card.title')}
      actions={
        <span class="join-acts">
          <Button kind="main" onClick={() => (open.value = true)}>
            {t('card.show')}
          </Button>
          <ButtonLink href={paths.site.joinPaper(sessionId)}>{t('card.print')}</ButtonLink>
        </span>
      }
    >
      <Loading of={requests}>
        {({ items }) => (
          <Waiting
            items={items}
            path={path}
            onDecided={async () => {
              await Promise.all([requests.reload(), onChanged?.()])
            }}
          />
        )}
      </Loading>
      <Dialog title={t('card.qr')} open={open.value} onClose={() => (open.value = false)}>
        <FreshCode sessionId={sessionId} />
      </Dialog>
    </Card>
  )
}

function Waiting(props: { items: Requests['items']; path: string; onDecided: () => Promise<void> }) {
  const busy = useSignal<string | null>(null)
  const problem = useSignal<ApiProblem | null>(null)
  const decide = async ({ id, fullName: name }: Requests['items'][number], admit: boolean) => {
    busy.value = id
    problem.value = null
    try {
      await api.put(`${props.path}/${id}/decision`, { admit })
      if (admit) toast(() => t('card.admitted', { name }))
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      problem.value = error
    } finally {
      busy.value = null
    }
    await props.onDecided()
  }
  return (
    <div aria-live="polite">
      {problem.value !== null && <Notice tone="bad" title={problem.value.title} />}
      {props.items.length === 0 ? (
        <p class="hint">{t('card.nobody')}</p>
      ) : (
        <>
          <h3>{t('card.waiting')}</h3>
          <ul class="join-waiting">
            {props.items.map((one) => (
              <li key={one.id}>
                <span>
                  <strong>{one.fullName}</strong>
                  <small>
                    {dutyWords[one.duty][language.value]} · {one.phone}
                  </small>
                </span>
                <span>
                  <Button
                    kind="main"
                    busy={busy.value === one.id}
                    label={t('card.admit-whom', { name: one.fullName })}
                    onClick={() => void decide(one, true)}
                  >
                    {t('card.admit')}
                  </Button>{' '}
                  <Button
                    busy={busy.value === one.id}
                    label={t('card.refuse-whom', { name: one.fullName })}
                    onClick={() => void decide(one, false)}
                  >
                    {t('card.refuse')}
                  </Button>
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}

/** Drawn anew long before it ends, as long as it is shown. */
function FreshCode({ sessionId }: { sessionId: string }) {
  const { timeZone } = useAccount().authority
  const code = useGet<CodeView>(`/v1/sessions/${sessionId}/join-code`)
  useEffect(() => {
    const timer = setInterval(() => void code.reload(), SCREEN_CODE_FRESH_MS)
    return () => clearInterval(timer)
  }, [sessionId])
  return (
    <Loading of={code}>
      {(data) => (
        <CodePicture code={data}>
          <p>{t('card.how')}</p>
          <p class="hint">{t('card.valid', { time: formatInstant(data.validUntil, timeZone).slice(11) })}</p>
        </CodePicture>
      )}
    </Loading>
  )
}
