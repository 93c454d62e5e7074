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
  const isWrong = useSignal(false)
  const form = useForm({ pin: '' }, { pin: [required] })
  const open = async ({ pin }: { pin: string }) => {
    isWrong.value = false
    const answer = await tryPin(id, pin)
    form.reset()
    isWrong.value = answer === 'wrong'
    if (answer === 'right') unlockFor(id)
    if (answer !== 'gone') return
    toast(() => t('gone'))
    await leave(paths.signIn()).catch(() => becomeNobody())
  }
  return (
    <Alone>
      <Page title={t('title')} lead={t('lead', { name })}>
        <Card>
          {isWrong.value && <Notice tone="bad" title={t('wrong')} />}
          <Form form={form} submitWord={t('open')} onSubmit={open}>
            <SecretField name="pin" label={t('pin')} keys="numeric" autocomplete="current-password" />
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
    try {
      await leave(paths.join())
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      isUnreachable.value = true
    }
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

/** The sign-in of whoever had the phone ends; their queue has a key of its own and goes on. @throws ApiProblem */
async function leave(to: string): Promise<void> {
  await api.post('/v1/sign-out')
  becomeNobody()
  navigate(to, 'replace')
}
