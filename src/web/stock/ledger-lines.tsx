import type { LocalDate } from '#domain/dates.ts'
import type { Ledger } from '#features/stock/contract.ts'
import type { Out } from '../shared/contract.ts'
import { formatDay } from '../shared/days.ts'
import { usePages } from '../shared/load.ts'
import { Loading } from '../shared/ui/loading.tsx'
import { Pager, Table } from '../shared/ui/table.tsx'
import { formatNumber } from '../shared/words.ts'
import { t } from './book-words.ts'
import { wasteCause } from './waste-words.ts'

type Line = Out<typeof Ledger>['items'][number]

/** Every movement of one lot at one holder, with what was left after it. */
export function LedgerLines(props: {
  holderId: string
  lotId: string
  period: { fromOn: LocalDate; toOn: LocalDate }
}) {
  const { holderId, lotId, period } = props
  const lines = usePages<Line>('/v1/stock/ledger', { holderId, lotId, ...period, limit: 100 })
  return (
    <Loading of={lines}>
      {({ items }) => (
        <>
          <Table
            caption={t('title')}
            captionHidden
            empty={t('none')}
            rows={items}
            rowKey={({ id }) => id}
            columns={[
              { key: 'day', head: t('day'), cell: ({ occurredOn }) => formatDay(occurredOn) },
              { key: 'what', head: t('what'), rowHead: true, cell: ({ kind }) => t(`kind.${kind}`) },
              {
                key: 'change',
                head: t('change'),
                number: true,
                cell: ({ change }) => (change > 0 ? `+${formatNumber(change)}` : formatNumber(change)),
              },
              {
                key: 'after',
                head: t('after'),
                number: true,
                cell: ({ balanceAfter }) => formatNumber(balanceAfter),
              },
              { key: 'reason', head: t('reason'), cell: reasonOf },
            ]}
          />
          {items.length > 0 && <Pager count={items.length} more={lines.more} />}
        </>
      )}
    </Loading>
  )
}

function reasonOf({ wasteCause: code, reason, documentNumber }: Line): string {
  const cause = code === '' ? '' : wasteCause(code)
  return [cause, reason, documentNumber].filter((part) => part !== '').join('; ')
}
