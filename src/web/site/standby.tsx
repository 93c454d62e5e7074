import { useSignal } from '@preact/signals'
import type { StandbyList } from '#features/sessions/people-contract.ts'
import { api } from '../shared/api.ts'
import type { Out } from '../shared/contract.ts'
import { formatNumber } from '../shared/words.ts'
import { Button } from '../shared/ui/button.tsx'
import { Card, Notice } from '../shared/ui/page.tsx'
import { Table } from '../shared/ui/table.tsx'
import { useTap } from './entries.ts'
import { t } from './standby-words.ts'

type View = Out<typeof StandbyList>

/** Asked for by hand and never by itself: each look at people who are not here yet is written down. */
export function Standby({ sessionId }: { sessionId: string }) {
  const list = useSignal<View | null>(null)
  const tap = useTap()
  const path = `/v1/sessions/${sessionId}/standby`
  const load = async () => {
    list.value = await api.get<View>(path)
  }
  const call = (personId: string) =>
    void tap.run(async () => {
      await api.post(path, { personId })
      await load()
    })
  return (
    <Card
      title={t('title')}
      actions={
        <Button busy={tap.busy.value} onClick={() => void tap.run(load)}>
          {t('find')}
        </Button>
      }
    >
      <p>{t('lead')}</p>
      {tap.problem.value !== null && <Notice tone="bad" title={tap.problem.value.title} />}
      {list.value !== null && <Found list={list.value} call={call} />}
    </Card>
  )
}

function Found({ list, call }: { list: View; call: (personId: string) => void }) {
  return (
    <>
      <p>
        <strong>{t('left', { doses: formatNumber(list.dosesLeft) })}</strong>
      </p>
      <div class="as-cards">
        <Table
          caption={t('title')}
          captionHidden
          empty={t('none')}
          rows={list.items}
          rowKey={({ personId }) => personId}
          columns={[
            { key: 'name', head: t('name'), rowHead: true, cell: ({ fullName }) => fullName },
            {
              key: 'phone',
              head: t('phone'),
              cell: ({ phone }) => (phone === '' ? '–' : <a href={`tel:${phone}`}>{phone}</a>),
            },
            { key: 'born', head: t('born'), cell: ({ bornYear }) => String(bornYear) },
            { key: 'group', head: t('group'), cell: ({ groupCode }) => groupCode ?? '–' },
            { key: 'why', head: t('why'), cell: ({ why }) => t(`why.${why}`) },
            {
              key: 'comes',
              head: t('comes'),
              cell: ({ personId, fullName, why }) =>
                why === 'called-here' ? (
                  t('on-list')
                ) : (
                  <Button label={t('comes.whom', { name: fullName })} onClick={() => call(personId)}>
                    {t('comes')}
                  </Button>
                ),
            },
          ]}
        />
      </div>
    </>
  )
}
