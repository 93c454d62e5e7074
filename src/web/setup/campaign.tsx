import { useSignal } from '@preact/signals'
import type { PageProps } from '../areas.ts'
import { api, type Answer } from '../shared/api.ts'
import { formatDay } from '../shared/days.ts'
import { t as k } from '../shared/kit-words.ts'
import { useLoad } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { Button, ButtonLink } from '../shared/ui/button.tsx'
import { Dialog } from '../shared/ui/dialog.tsx'
import { Form, useForm } from '../shared/ui/form.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Facts, Page } from '../shared/ui/page.tsx'
import { toastSaved } from '../shared/ui/toast.tsx'
import { CampaignForm, CampaignState, type CampaignView } from './campaign-form.tsx'
import { t } from './campaign-words.ts'

/** One campaign: what it is, opening and closing it, changing it. */
export function CampaignPage({ params }: PageProps) {
  const path = `/v1/campaigns/${params['campaignId']}`
  const campaign = useLoad(path, () => api.read<CampaignView>(path))
  return (
    <Loading of={campaign}>
      {({ body, etag }) => (
        <Page
          title={body.name}
          actions={
            <>
              <ButtonLink href={paths.setup.targets(body.id)}>{t('targets')}</ButtonLink>
              <ButtonLink href={paths.setup.campaigns()}>{t('back')}</ButtonLink>
            </>
          }
          topDown
        >
          <Card>
            <Facts
              items={[
                [t('state'), <CampaignState state={body.state} />],
                [t('from'), formatDay(body.fromOn)],
                [t('to'), formatDay(body.toOn)],
                [t('document'), body.documentNumber === '' ? '–' : body.documentNumber],
              ]}
            />
            <Moves answer={{ body, etag }} path={path} onDone={campaign.reload} />
          </Card>
          {body.state !== 'closed' && (
            <Card title={t('edit')}>
              <CampaignForm
                key={etag}
                campaign={body}
                submitWord={k('form.save')}
                onSubmit={async (values) => {
                  await api.patch(path, values, { ifMatch: etag ?? '' })
                  toastSaved()
                  await campaign.reload()
                }}
              />
            </Card>
          )}
        </Page>
      )}
    </Loading>
  )
}

/** Opened with one press; closed only after a word of warning. */
function Moves(props: { answer: Answer<CampaignView>; path: string; onDone: () => Promise<void> }) {
  const { body, etag } = props.answer
  const asking = useSignal(false)
  const form = useForm({})
  const move = async (verb: 'open' | 'close') => {
    await api.post(`${props.path}/${verb}`, undefined, { ifMatch: etag ?? '' })
    asking.value = false
    toastSaved()
    await props.onDone()
  }
  const stop = () => {
    asking.value = false
  }
  if (body.state === 'closed') return null
  if (body.state === 'planned')
    return (
      <Form form={form} submitWord={t('open')} onSubmit={() => move('open')}>
        {null}
      </Form>
    )
  return (
    <>
      <Button
        onClick={() => {
          asking.value = true
        }}
      >
        {t('close')}
      </Button>
      <Dialog title={t('close')} open={asking.value} onClose={stop}>
        <p>{t('close.ask')}</p>
        <Form
          form={form}
          submitWord={t('close')}
          danger
          onSubmit={() => move('close')}
          others={<Button onClick={stop}>{k('form.cancel')}</Button>}
        >
          {null}
        </Form>
      </Dialog>
    </>
  )
}
