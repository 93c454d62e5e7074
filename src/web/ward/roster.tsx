import { useSignal } from '@preact/signals'
import type { RosterDetail, Slips } from '#features/sessions/roster-contract.ts'
import type { PageProps } from '../areas.ts'
import { api } from '../shared/api.ts'
import type { Out } from '../shared/contract.ts'
import { keepFile } from '../shared/keep-file.ts'
import { useGet } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { Button, ButtonLink } from '../shared/ui/button.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Page, StatusMark } from '../shared/ui/page.tsx'
import { Table } from '../shared/ui/table.tsx'
import { useSending } from '../setup/session-sending.tsx'
import { dutyName } from '../setup/session-words.ts'
import { RosterFacts, SlipSheet } from './roster-slips.tsx'
import { wordDays } from './rosters.tsx'
import { t } from './roster-words.ts'

type Detail = Out<typeof RosterDetail>

/** One staff list: who is on it, who has signed in, and new slips for those who have not. */
export function RosterPage({ params }: PageProps) {
  const read = useGet<Detail>(`/v1/rosters/${params['rosterId']}`)
  return <Loading of={read}>{(roster) => <OneRoster roster={roster} />}</Loading>
}

function OneRoster({ roster }: { roster: Detail }) {
  const slips = useSignal<Out<typeof Slips>['items'] | null>(null)
  const path = `/v1/rosters/${roster.id}`
  const reissue = useSending<null>(async () => {
    slips.value = (await api.post<Out<typeof Slips>>(`${path}/slips`)).items
  })
  const keep = useSending<null>(() => keepFile(`${path}/file?format=xlsx`))
  const waiting = new Set(
    roster.members.flatMap(({ accountId, isNew, signedIn }) => (isNew && !signedIn ? [accountId] : [])),
  ).size
  return (
    <Page
      title={roster.siteName}
      lead={`${t('title')} · ${wordDays(roster)}`}
      actions={
        <>
          <Button busy={keep.busy.value} onClick={() => keep.send(null)}>
            {t('export')}
          </Button>
          <ButtonLink href={paths.ward.rosters()}>{t('back')}</ButtonLink>
        </>
      }
    >
      {keep.refusal()}
      <div class="screen-only">
        <Card>
          <RosterFacts roster={roster} />
        </Card>
        {waiting > 0 && slips.value === null && (
          <Card title={t('slips')}>
            {reissue.refusal()}
            <p>{t('reissue.lead', { count: waiting })}</p>
            <Button busy={reissue.busy.value} onClick={() => reissue.send(null)}>
              {t('reissue')}
            </Button>
          </Card>
        )}
        <div class="as-cards">
          <Table
            caption={t('rows')}
            rows={roster.members}
            rowKey={({ accountId, duty }) => `${accountId} ${duty}`}
            columns={[
              {
                key: 'name',
                head: t('fullName'),
                cell: ({ fullName }) => fullName,
                sort: ({ fullName }) => fullName,
                rowHead: true,
              },
              { key: 'unit', head: t('unit'), cell: ({ unit }) => unit || '–' },
              { key: 'last4', head: t('last4'), cell: ({ idNumberLast4 }) => idNumberLast4 || '–' },
              { key: 'phone', head: t('phone'), cell: ({ phone }) => phone || '–' },
              {
                key: 'duty',
                head: t('duty'),
                cell: ({ duty, task }) => (
                  <>
                    {dutyName(duty)}
                    {task !== '' && <span class="under">{task}</span>}
                  </>
                ),
                sort: ({ duty }) => dutyName(duty),
              },
              { key: 'sign-in', head: t('slip.name'), cell: ({ signInName }) => signInName },
              {
                key: 'signed-in',
                head: t('signed-in'),
                cell: ({ signedIn }) => (
                  <StatusMark tone={signedIn ? 'good' : 'still'}>
                    {signedIn ? t('signed-in.yes') : t('signed-in.no')}
                  </StatusMark>
                ),
              },
            ]}
          />
        </div>
      </div>
      {slips.value !== null && (
        <SlipSheet
          rosterId={roster.id}
          slips={slips.value}
          siteName={roster.siteName}
          days={wordDays(roster)}
        />
      )}
    </Page>
  )
}
