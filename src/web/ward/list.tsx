import type { PageProps } from '../areas.ts'
import { api } from '../shared/api.ts'
import { formatInstant } from '../shared/days.ts'
import { useLoad } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { useAccount, useMay } from '../shared/session.ts'
import { formatNumber } from '../shared/words.ts'
import { ButtonLink } from '../shared/ui/button.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Facts, Notice, Page } from '../shared/ui/page.tsx'
import { toastSaved } from '../shared/ui/toast.tsx'
import { WithoutGroup } from './grouping.tsx'
import { EditListForm } from './list-form.tsx'
import { InTime, type ListView } from './list-state.tsx'
import { UploadHistory } from './upload-history.tsx'
import { SendFile } from './upload-send-form.tsx'
import { t } from './words.ts'

/** One list: what was declared, the file to send, and the files sent before. */
export function ListPage({ params }: PageProps) {
  const path = `/v1/lists/${params['listId']}`
  const may = useMay()
  const { timeZone } = useAccount().authority
  const list = useLoad(path, () => api.read<ListView>(path))
  return (
    <Loading of={list}>
      {({ body, etag }) => (
        <Page
          title={body.name}
          lead={body.wardName}
          actions={
            <>
              {may('invitation.issue') && body.registered > 0 && (
                <ButtonLink href={paths.ward.invitations(`?listId=${body.id}&campaignId=${body.campaignId}`)}>
                  {t('invitations')}
                </ButtonLink>
              )}
              <ButtonLink href={paths.ward.lists()}>{t('back')}</ButtonLink>
            </>
          }
          topDown
        >
          <Card>
            <Facts
              items={[
                [t('kind'), t(`kind.${body.kind}`)],
                [t('due'), body.dueAt === null ? '–' : formatInstant(body.dueAt, timeZone)],
                [t('in-time'), <InTime of={body.uploadedInTime} />],
                [t('declared'), body.declaredTotal === null ? '–' : formatNumber(body.declaredTotal)],
                [t('registered'), formatNumber(body.registered)],
              ]}
            />
          </Card>
          {may('person.edit') && body.registered > 0 && (
            <WithoutGroup wardId={body.wardId} listId={body.id} />
          )}
          {body.state === 'closed' ? (
            <Notice tone="info" title={t('state.closed')} />
          ) : (
            may('list.upload') && <SendFile listId={body.id} />
          )}
          <UploadHistory list={body} />
          {may('list.upload') && body.state !== 'closed' && (
            <Card title={t('edit')}>
              <EditListForm
                key={etag}
                list={body}
                etag={etag}
                onSaved={async () => {
                  toastSaved()
                  await list.reload()
                }}
              />
            </Card>
          )}
        </Page>
      )}
    </Loading>
  )
}
