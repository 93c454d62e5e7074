import type { CreateSite, Site } from '#features/sessions/contract.ts'
import { api } from '../shared/api.ts'
import type { In, Out } from '../shared/contract.ts'
import { formatDay, parseDay } from '../shared/days.ts'
import { usePages } from '../shared/load.ts'
import { optionsOf, useOwnWards, type PlaceView } from '../shared/wards.ts'
import { ChoiceField, DayField, SelectField, TextField } from '../shared/ui/fields.tsx'
import { day, Form, required, useForm } from '../shared/ui/form.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Notice, Page } from '../shared/ui/page.tsx'
import { Pager, Table } from '../shared/ui/table.tsx'
import { toastSaved } from '../shared/ui/toast.tsx'
import { t } from './session-words.ts'

type SiteView = Out<typeof Site>

/** Fixed sites and mobile teams, and a new one. */
export function Sites() {
  const sites = usePages<SiteView>('/v1/sites', { limit: 100 })
  const wards = useOwnWards('session.plan')
  return (
    <Page title={t('sites.title')} lead={t('sites.lead')} topDown>
      <Loading of={sites}>
        {({ items }) => (
          <>
            <div class="as-cards">
              <Table
                caption={t('sites.title')}
                captionHidden
                empty={t('sites.none')}
                rows={items}
                rowKey={({ id }) => id}
                columns={[
                  {
                    key: 'name',
                    head: t('sites.name'),
                    cell: ({ name }) => name,
                    sort: ({ name }) => name,
                    rowHead: true,
                  },
                  { key: 'kind', head: t('sites.kind'), cell: ({ kind }) => t(`sites.${kind}`) },
                  {
                    key: 'ward',
                    head: t('ward'),
                    cell: ({ wardName }) => wardName ?? '–',
                    sort: ({ wardName }) => wardName ?? '',
                  },
                  { key: 'code', head: t('sites.code'), cell: ({ facilityCode }) => facilityCode || '–' },
                  { key: 'from', head: t('sites.from'), cell: ({ validFrom }) => formatDay(validFrom) },
                  {
                    key: 'to',
                    head: t('sites.to'),
                    cell: ({ validTo }) => (validTo === null ? '–' : formatDay(validTo)),
                  },
                ]}
              />
            </div>
            {items.length > 0 && <Pager count={items.length} more={sites.more} />}
          </>
        )}
      </Loading>
      <Card title={t('sites.new')}>
        <Loading of={wards}>
          {(own) =>
            own.length === 0 ? (
              <Notice tone="warn" title={t('ward.none')} />
            ) : (
              <NewSite wards={own} onMade={sites.reload} />
            )
          }
        </Loading>
      </Card>
    </Page>
  )
}

function NewSite(props: { wards: readonly PlaceView[]; onMade: () => Promise<void> }) {
  const form = useForm(
    {
      name: '',
      kind: 'fixed',
      wardId: props.wards.length === 1 ? props.wards[0]!.id : '',
      facilityCode: '',
      validFrom: '',
      validTo: '',
    },
    { name: [required], kind: [required], wardId: [required], validFrom: [required, day], validTo: [day] },
  )
  return (
    <Form
      form={form}
      submitWord={t('sites.new')}
      onSubmit={async ({ name, kind, wardId, facilityCode, validFrom, validTo }) => {
        const body: In<typeof CreateSite> = {
          name,
          kind: kind === 'mobile' ? 'mobile' : 'fixed',
          wardId,
          facilityCode,
          validFrom: parseDay(validFrom) ?? '',
          validTo: parseDay(validTo),
        }
        await api.post('/v1/sites', body)
        toastSaved()
        form.reset()
        await props.onMade()
      }}
    >
      <TextField name="name" label={t('sites.name')} maxLength={120} />
      <ChoiceField
        name="kind"
        label={t('sites.kind')}
        options={[
          { value: 'fixed', label: t('sites.fixed') },
          { value: 'mobile', label: t('sites.mobile') },
        ]}
      />
      <SelectField name="wardId" label={t('ward')} options={optionsOf(props.wards)} />
      <TextField name="facilityCode" label={t('sites.code')} size={12} maxLength={20} />
      <div class="fields-row">
        <DayField name="validFrom" label={t('sites.from')} />
        <DayField name="validTo" label={t('sites.to')} />
      </div>
    </Form>
  )
}
