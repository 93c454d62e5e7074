import { useSignal } from '@preact/signals'
import { useState } from 'preact/hooks'
import { withQuery } from '../shared/api.ts'
import { paths } from '../shared/paths.ts'
import { here } from '../shared/router.ts'
import { useMay } from '../shared/session.ts'
import { useOwnWards, type PlaceView } from '../shared/wards.ts'
import { ButtonLink } from '../shared/ui/button.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Page } from '../shared/ui/page.tsx'
import { Tabs } from '../shared/ui/tabs.tsx'
import { Grouping } from './grouping.tsx'
import { t as g } from './grouping-words.ts'
import { DayExport, ListExport, TodayExport } from './people-export.tsx'
import { AskedFilters } from './people-asked.tsx'
import { asked, askAsAddressed, filterOf, PeopleFilters, type Filter } from './people-filters.tsx'
import { Hits } from './people-table.tsx'
import { t } from './people-words.ts'

/** Everybody of the ward: found, filtered, marked in bulk, taken out in the national form. */
export function People() {
  useState(() => askAsAddressed(here.value.query)) // once, before the filters are drawn
  const wards = useOwnWards('person.edit')
  const may = useMay()
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        may('person.merge') && <ButtonLink href={paths.ward.duplicates()}>{t('duplicates')}</ButtonLink>
      }
    >
      <Loading of={wards}>{(own) => (own.length === 0 ? null : <PeopleOf wards={own} />)}</Loading>
    </Page>
  )
}

function PeopleOf({ wards }: { wards: readonly PlaceView[] }) {
  if (!wards.some(({ id }) => id === asked.value.wardId))
    asked.value = { ...asked.value, wardId: wards[0]!.id, groupId: '', listId: '' }
  const ward = wards.find(({ id }) => id === asked.value.wardId)!
  const tab = useSignal(here.value.query.get('tab') === 'group' ? 'group' : 'find')
  return (
    <>
      <p class="actions">
        <ButtonLink href={paths.ward.newPerson(withQuery('', { wardId: ward.id }))}>{t('new')}</ButtonLink>
        <TodayExport ward={ward} />
      </p>
      <Tabs
        label={t('title')}
        chosen={tab.value}
        onChoose={(key) => {
          tab.value = key
        }}
        tabs={[
          {
            key: 'find',
            label: t('tab.find'),
            content: () => (
              <>
                <PeopleFilters wards={wards} />
                <AskedFilters />
                <Hits key={JSON.stringify(asked.value)} query={asked.value} />
              </>
            ),
          },
          {
            key: 'group',
            label: g('title'),
            content: () => (
              <Card title={g('title')}>
                <p>{g('whom.filtered')}</p>
                <AskedFilters />
                <Grouping
                  key={JSON.stringify(asked.value)}
                  wardId={ward.id}
                  people={{ filter: withoutWard(filterOf(asked.value)) }}
                  onDone={async () => {
                    tab.value = 'find'
                  }}
                />
              </Card>
            ),
          },
          {
            key: 'export',
            label: t('tab.export'),
            content: () => (
              <div class="columns">
                <DayExport ward={ward} />
                <ListExport filter={filterOf(asked.value)} searched={asked.value.q.trim() !== ''} />
              </div>
            ),
          },
        ]}
      />
    </>
  )
}

/** The ward is said apart. */
function withoutWard({ wardId: _wardId, ...filter }: Filter): Filter {
  return filter
}
