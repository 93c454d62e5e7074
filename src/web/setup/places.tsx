import type { ImportedPlaces, ImportPlaces, Place } from '#features/geography/contract.ts'
import { api } from '../shared/api.ts'
import type { In, Out } from '../shared/contract.ts'
import { formatDay } from '../shared/days.ts'
import { usePages } from '../shared/load.ts'
import { useMay } from '../shared/session.ts'
import { formatNumber } from '../shared/words.ts'
import { ChoiceField } from '../shared/ui/fields.tsx'
import { Form, required, useForm } from '../shared/ui/form.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Page } from '../shared/ui/page.tsx'
import { Pager, Table } from '../shared/ui/table.tsx'
import { toast } from '../shared/ui/toast.tsx'
import { FollowingCard } from './place-following.tsx'
import { t } from './words.ts'

type Ward = Out<typeof Place>
type Source = In<typeof ImportPlaces>['source']

/** The wards, and the sets of places that come with the system. */
export function Places() {
  const may = useMay()
  const wards = usePages<Ward>('/v1/places', { kind: 'ward', limit: 100 })
  const form = useForm({ source: '' }, { source: [required] })
  return (
    <Page title={t('places.title')} lead={t('places.lead')} topDown>
      <Card title={t('places.import')}>
        <p>{t('places.import-lead')}</p>
        <Form
          form={form}
          submitWord={t('places.load')}
          onSubmit={async ({ source }) => {
            const body: In<typeof ImportPlaces> = { source: source as Source }
            const { placesAdded, namesAdded } = await api.post<Out<typeof ImportedPlaces>>(
              '/v1/places/import',
              body,
            )
            toast(() => t('places.loaded', { placesAdded, namesAdded }))
            await wards.reload()
          }}
        >
          <ChoiceField
            name="source"
            label={t('places.source')}
            options={[
              { value: 'hue', label: t('places.source-hue') },
              { value: 'oudomxay', label: t('places.source-oudomxay') },
            ]}
          />
        </Form>
      </Card>
      {may('group.manage') && <FollowingCard />}
      <Loading of={wards}>
        {({ items }) => (
          <>
            <div class="as-cards">
              <Table
                caption={t('places.wards')}
                empty={t('places.none')}
                rows={items}
                rowKey={({ id }) => id}
                columns={[
                  { key: 'code', head: t('places.code'), cell: ({ code }) => code, sort: ({ code }) => code },
                  {
                    key: 'name',
                    head: t('places.name'),
                    cell: ({ name }) => name,
                    sort: ({ shortName }) => shortName,
                    rowHead: true,
                  },
                  {
                    key: 'population',
                    head: t('places.population'),
                    number: true,
                    cell: (ward) => population(ward),
                    sort: (ward) => ward.population ?? 0,
                  },
                  {
                    key: 'since',
                    head: t('places.since'),
                    cell: ({ validFrom }) => formatDay(validFrom),
                    sort: ({ validFrom }) => validFrom,
                  },
                ]}
              />
            </div>
            {items.length > 0 && <Pager count={items.length} more={wards.more} />}
          </>
        )}
      </Loading>
    </Page>
  )
}

/** Never a made-up figure without saying so. */
function population(ward: Ward): string {
  if (ward.population === null) return '–'
  const figure = formatNumber(ward.population)
  return ward.populationInvented ? `${figure} (${t('places.invented')})` : figure
}
