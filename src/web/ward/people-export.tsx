import type { Site } from '#features/sessions/contract.ts'
import type { Out } from '../shared/contract.ts'
import { formatDay, parseDay } from '../shared/days.ts'
import { takeFile } from '../shared/keep-file.ts'
import { useToday } from '../shared/today.ts'
import { useAll, type PlaceView } from '../shared/wards.ts'
import { Button } from '../shared/ui/button.tsx'
import { DayField, SelectField, type Option } from '../shared/ui/fields.tsx'
import { day, Form, required, useForm } from '../shared/ui/form.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card } from '../shared/ui/page.tsx'
import type { Filter } from './people-filters.tsx'
import { markPeople } from './people-bulk.tsx'
import { t } from './people-words.ts'

const purposes = ['national-platform', 'health-department', 'own-check', 'visit'] as const
const purposeOptions = (): Option[] => purposes.map((value) => ({ value, label: t(`purpose.${value}`) }))

/** What was given today to the ward's residents, for the national platform: one press. */
export function TodayExport({ ward }: { ward: PlaceView }) {
  const asked = { givenOn: useToday(), wardId: ward.id, purpose: 'national-platform', format: 'xlsx' }
  return <Button onClick={() => takeFile('/v1/exports/doses', asked)}>{t('day.today')}</Button>
}

/** A day's doses of the ward's residents or of one of its sites: one press, nothing typed twice. */
export function DayExport({ ward }: { ward: PlaceView }) {
  const sites = useAll<Out<typeof Site>>('/v1/sites', { wardId: ward.id })
  return (
    <Card title={t('day.title')}>
      <p>{t('day.lead')}</p>
      <Loading of={sites}>{(all) => <DayForm key={ward.id} ward={ward} sites={all} />}</Loading>
    </Card>
  )
}

type DayValues = { givenOn: string; whose: string; purpose: string }

function DayForm({ ward, sites }: { ward: PlaceView; sites: readonly Out<typeof Site>[] }) {
  const form = useForm<DayValues>(
    { givenOn: formatDay(useToday()), whose: `wardId=${ward.id}`, purpose: 'national-platform' },
    { givenOn: [required, day], whose: [required], purpose: [required] },
  )
  const dosesOf = ({ givenOn, whose }: DayValues) => {
    const [kind, id] = whose.split('=') as ['wardId' | 'siteId', string]
    const on = parseDay(givenOn)
    if (on === null) return null
    return kind === 'wardId' ? { givenOn: on, wardId: id } : { givenOn: on, siteId: id }
  }
  const send = async (values: DayValues, format: 'xlsx' | 'csv') => {
    const doses = dosesOf(values)
    if (doses !== null) await takeFile('/v1/exports/doses', { ...doses, purpose: values.purpose, format })
  }
  const mark = async () => {
    const people = dosesOf(form.values.value)
    if (people !== null) await markPeople({ entered: true, people })
  }
  const whose = [
    { value: `wardId=${ward.id}`, label: t('day.residents', { name: ward.name }) },
    ...sites.map(({ id, name }) => ({ value: `siteId=${id}`, label: t('day.site', { name }) })),
  ]
  return (
    <Form
      form={form}
      submitWord={t('xlsx')}
      onSubmit={(values) => send(values, 'xlsx')}
      others={
        <>
          <Button onClick={() => send(form.values.value, 'csv')}>{t('csv')}</Button>
          <Button onClick={mark}>{t('day.mark')}</Button>
        </>
      }
    >
      <DayField name="givenOn" label={t('day.on')} />
      <SelectField name="whose" label={t('day.whose')} options={whose} />
      <SelectField name="purpose" label={t('purpose')} hint={t('purpose.kept')} options={purposeOptions()} />
    </Form>
  )
}

/** Whom the list shows, in the national form with the doses that count. */
export function ListExport({ filter, searched }: { filter: Filter; searched: boolean }) {
  const form = useForm({ purpose: 'own-check' }, { purpose: [required] })
  const send = (purpose: string, format: 'xlsx' | 'csv') =>
    takeFile('/v1/exports/people', { ...filter, purpose, format })
  return (
    <Card title={t('list.title')}>
      <p>{t('list.lead')}</p>
      {searched && <p>{t('list.search')}</p>}
      <Form
        form={form}
        submitWord={t('xlsx')}
        onSubmit={({ purpose }) => send(purpose, 'xlsx')}
        others={<Button onClick={() => send(form.values.value.purpose, 'csv')}>{t('csv')}</Button>}
      >
        <SelectField
          name="purpose"
          label={t('purpose')}
          hint={t('purpose.kept')}
          options={purposeOptions()}
        />
      </Form>
    </Card>
  )
}
