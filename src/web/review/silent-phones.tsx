import type { DeviceView } from '#features/accounts/device-contract.ts'
import type { Out } from '../shared/contract.ts'
import { formatInstant } from '../shared/days.ts'
import { usePages } from '../shared/load.ts'
import { useAccount } from '../shared/session.ts'
import { formatNumber } from '../shared/words.ts'
import { Loading } from '../shared/ui/loading.tsx'
import { Page, StatusMark } from '../shared/ui/page.tsx'
import { Pager, Table } from '../shared/ui/table.tsx'
import { t } from './words.ts'

const SILENT_MINUTES = 30
type Phone = Out<typeof DeviceView>

/** Phones that nobody has heard of for a while, with what they said they still hold. */
export function SilentPhones() {
  const { timeZone } = useAccount().authority
  const list = usePages<Phone>('/v1/devices', { silentMinutes: SILENT_MINUTES, limit: 50 })
  return (
    <Page title={t('phones.title')} lead={t('phones.lead')}>
      <Loading of={list}>
        {({ items }) => (
          <>
            <div class="as-cards">
              <Table
                caption={t('phones.title')}
                captionHidden
                empty={t('phones.none', { minutes: SILENT_MINUTES })}
                rows={items}
                rowKey={({ id }) => id}
                columns={[
                  { key: 'who', head: t('phones.who'), rowHead: true, cell: ({ fullName }) => fullName },
                  { key: 'site', head: t('phones.site'), cell: ({ siteName }) => siteName },
                  {
                    key: 'unsent',
                    head: t('phones.unsent'),
                    number: true,
                    cell: ({ queueLength }) => (
                      <StatusMark tone={queueLength > 0 ? 'bad' : 'still'}>
                        {formatNumber(queueLength)}
                      </StatusMark>
                    ),
                  },
                  {
                    key: 'heard',
                    head: t('phones.heard'),
                    cell: ({ lastHeartbeatAt, endedAt }) =>
                      [
                        lastHeartbeatAt === null
                          ? t('phones.never')
                          : formatInstant(lastHeartbeatAt, timeZone),
                        endedAt === null ? '' : t('phones.ended'),
                      ]
                        .filter((part) => part !== '')
                        .join(' · '),
                  },
                ]}
              />
            </div>
            {list.more !== null && <Pager count={items.length} more={list.more} />}
          </>
        )}
      </Loading>
    </Page>
  )
}
