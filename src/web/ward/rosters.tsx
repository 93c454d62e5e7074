import type { Roster } from '#features/sessions/roster-contract.ts'
import type { PageProps } from '../areas.ts'
import type { Out } from '../shared/contract.ts'
import { formatDay, formatInstant } from '../shared/days.ts'
import { usePages } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { useAccount } from '../shared/session.ts'
import { formatNumber } from '../shared/words.ts'
import { ButtonLink } from '../shared/ui/button.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Page, StatusMark } from '../shared/ui/page.tsx'
import { Pager, Table } from '../shared/ui/table.tsx'
import { dutyName } from '../setup/session-words.ts'
import { t } from './roster-words.ts'

export type RosterView = Out<typeof Roster>

/** `2 Nhập liệu, 1 Quét mã`. */
export const wordMissing = (missing: RosterView['missing']): string =>
  missing
    .map(({ duty, missing: count }) => `${formatNumber(count)} ${dutyName(duty).toLowerCase()}`)
    .join(', ')

export function CrewMark({ missing }: { missing: RosterView['missing'] }) {
  return missing.length === 0 ? (
    <StatusMark tone="good">{t('crew.enough')}</StatusMark>
  ) : (
    <StatusMark tone="warn">{t('crew.lacks', { duties: wordMissing(missing) })}</StatusMark>
  )
}

/** The staff lists that were sent, and the way to a new one. */
export function Rosters(_props: PageProps) {
  const { timeZone } = useAccount().authority
  const lists = usePages<RosterView>('/v1/rosters', { limit: 50 })
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <ButtonLink kind="main" href={paths.ward.newRoster()}>
          {t('new')}
        </ButtonLink>
      }
    >
      <Loading of={lists}>
        {({ items }) => (
          <>
            <div class="as-cards">
              <Table
                caption={t('title')}
                captionHidden
                empty={t('none')}
                rows={items}
                rowKey={({ id }) => id}
                columns={[
                  {
                    key: 'site',
                    head: t('site'),
                    rowHead: true,
                    cell: ({ id, siteName }) => <a href={paths.ward.roster(id)}>{siteName}</a>,
                    sort: ({ siteName }) => siteName,
                  },
                  {
                    key: 'days',
                    head: t('days'),
                    cell: (row) => wordDays(row),
                    sort: ({ fromOn }) => fromOn,
                  },
                  {
                    key: 'sent',
                    head: t('sent'),
                    cell: ({ receivedAt }) => formatInstant(receivedAt, timeZone),
                    sort: ({ receivedAt }) => receivedAt,
                  },
                  {
                    key: 'people',
                    head: t('people'),
                    number: true,
                    cell: ({ people }) => formatNumber(people),
                  },
                  {
                    key: 'made',
                    head: t('made'),
                    number: true,
                    cell: (row) => formatNumber(row.accountsMade),
                  },
                  { key: 'crew', head: t('crew'), cell: ({ missing }) => <CrewMark missing={missing} /> },
                ]}
              />
            </div>
            {lists.more !== null && <Pager count={items.length} more={lists.more} />}
          </>
        )}
      </Loading>
    </Page>
  )
}

export const wordDays = ({ fromOn, toOn }: { fromOn: string; toOn: string }): string =>
  fromOn === toOn ? formatDay(fromOn) : `${formatDay(fromOn)} – ${formatDay(toOn)}`
