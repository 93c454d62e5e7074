import { useSignal } from '@preact/signals'
import { Alone } from '../alone.tsx'
import { tryPin } from '../phone/pin-check.ts'
import { api, ApiProblem } from '../shared/api.ts'
import { paths } from '../shared/paths.ts'
import { navigate } from '../shared/router.ts'
import { becomeNobody, useAccount } from '../shared/session.ts'
import { Button } from '../shared/ui/button.tsx'
import { SecretField } from '../shared/ui/fields.tsx'
import { Form, required, useForm } from '../shared/ui/form.tsx'
import { Card, Notice, Page } from '../shared/ui/page.tsx'
import { toast } from '../shared/ui/toast.tsx'
import { unlockFor } from './lock.ts'
import { t } from './words.ts'

/** Instead of every page while nobody has shown that it is still they: no name of the city is on it. */
export function LockPage() {
  const { id, fullName: name } = useAccount()
  const trouble = useSignal<'wrong' | 'gone.unreachable' | null>(null)
  const form = useForm({ pin: '' }, { pin: [required] })
  const open = async ({ pin }: { pin: string }) => {
    trouble.value = null
    const answer = await tryPin(id, pin)
    form.reset()
    if (answer === 'right') return unlockFor(id)
    if (answer === 'wrong') {
      trouble.value = 'wrong'
      return
    }
    // While the service knows nothing of it the sign-in holds, and whoever has the network back would be let in.
    const hasLeft = await tryToLeave(paths.signIn())
    if (hasLeft) toast(() => t('gone'))
    else trouble.value = 'gone.unreachable'
  }
  return (
    <Alone>
      <Page title={t('title')} lead={t('lead', { name })}>
        <Card>
          {trouble.value !== null && <Notice tone="bad" title={t(trouble.value)} />}
          <Form form={form} submitWord={t('open')} onSubmit={open}>
            <SecretField name="pin" label={t('pin')} keys="numeric" autocomplete="current-password" isAlone />
          </Form>
        </Card>
        <HandOver name={name} />
      </Page>
    </Alone>
  )
}

function HandOver({ name }: { name: string }) {
  const isUnreachable = useSignal(false)
  const handOver = async () => {
    isUnreachable.value = !(await tryToLeave(paths.join()))
  }
  return (
    <>
      {isUnreachable.value && <Notice tone="warn" title={t('unreachable')} />}
      <p>
        <Button onClick={() => void handOver()}>{t('hand-over')}</Button>
      </p>
      <p class="hint">{t('hand-over.hint', { name })}</p>
    </>
  )
}

/** The sign-in of whoever had the phone ends; their queue has a key of its own and goes on. @returns false: not reached. */
async function tryToLeave(to: string): Promise<boolean> {
  try {
    await api.post('/v1/sign-out')
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error
    return false
  }
  becomeNobody()
  navigate(to, 'replace')
  return true
}
