import { useState } from 'preact/hooks'
import { paths } from '../shared/paths.ts'
import { here } from '../shared/router.ts'
import { useMay } from '../shared/session.ts'
import { useOwnWards, type PlaceView } from '../shared/wards.ts'
import { ButtonLink } from '../shared/ui/button.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Page } from '../shared/ui/page.tsx'
import { DayExport, ListExport } from './people-export.tsx'
import { asked, askAsAddressed, filterOf, PeopleFilters } from './people-filters.tsx'
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
  const key = JSON.stringify(asked.value)
  return (
    <>
      <PeopleFilters wards={wards} />
      <Hits key={key} query={asked.value} />
      <div class="columns">
        <DayExport ward={ward} />
        <ListExport filter={filterOf(asked.value)} searched={asked.value.q.trim() !== ''} />
      </div>
    </>
  )
}
