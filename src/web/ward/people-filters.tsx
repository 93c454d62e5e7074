import { signal } from '@preact/signals'
import { livingStates } from '#domain/residence.ts'
import { plannedSteps } from '#domain/vaccination/steps.ts'
import { useLoad } from '../shared/load.ts'
import { optionsOf, readAll, readGroups, type PlaceView } from '../shared/wards.ts'
import { Button } from '../shared/ui/button.tsx'
import { NumberField, SelectField, TextField, type Option } from '../shared/ui/fields.tsx'
import { Form, useForm, wholeNumber } from '../shared/ui/form.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card } from '../shared/ui/page.tsx'
import type { ListView } from './list-state.tsx'
import { sayStep, t } from './people-words.ts'
import { priorityOptions } from './priority-options.ts'

/** What was asked for; `''` is not asked. A name never stands in an address, so it is kept here between two pages. */
const nothing = {
  q: '',
  wardId: '',
  groupId: '',
  grouped: '',
  listId: '',
  year: '',
  priorityCode: '',
  living: 'here',
  policeMatch: '',
  phone: '',
  number: '',
  birth: '',
  withStep: '',
  withoutStep: '',
  invited: '',
  platform: '',
}
export type Asked = typeof nothing
export const asked = signal<Asked>(nothing)

/** As it stands in an address; the service reads the numbers. */
export type Filter = Readonly<Record<string, string>>

/** A work list of the board names its filter in the address; a name never stands there. */
export function askAsAddressed(query: URLSearchParams): void {
  const { q: _q, ...filters } = nothing
  const stated = Object.keys(filters).flatMap((name) => {
    const value = query.get(name)
    return value === null ? [] : [[name, value] as const]
  })
  if (stated.length > 0) asked.value = { ...nothing, ...Object.fromEntries(stated) }
}

/** Only what was said. */
export function filterOf({ q: _q, ...stated }: Asked): Filter {
  return Object.fromEntries(Object.entries(stated).filter(([, value]) => value.trim() !== ''))
}

const policeMatches = ['none', 'match', 'differs', 'not-applicable'] as const
const platformStates = ['none', 'entered', 'outdated'] as const

const anyOf = (options: readonly Option[]): Option[] => [{ value: '', label: t('any') }, ...options]
const yesNo = () =>
  anyOf([
    { value: 'yes', label: t('yes') },
    { value: 'no', label: t('no') },
  ])
const steps = () => anyOf(plannedSteps.map((step) => ({ value: step, label: sayStep(step) })))

export function PeopleFilters({ wards }: { wards: readonly PlaceView[] }) {
  const form = useForm(asked.value, { year: [wholeNumber(1850, 2100)] })
  const { wardId } = form.values.value
  const choices = useLoad(`choices ${wardId}`, () => readChoices(wardId))
  const clear = () => {
    asked.value = { ...nothing, wardId: asked.value.wardId }
    form.values.value = asked.value
  }
  return (
    <div class="people-filters">
      <Card>
        <Form
          form={form}
          submitWord={t('find')}
          onSubmit={async (values) => {
            asked.value = values
          }}
          others={<Button onClick={clear}>{t('clear')}</Button>}
        >
          <div class="filter-grid">
            {wards.length > 1 && (
              <SelectField
                name="wardId"
                label={t('ward')}
                options={optionsOf(wards)}
                empties={['groupId', 'listId']}
              />
            )}
            <div class="wide">
              <TextField name="q" label={t('q')} hint={t('q.hint')} keys="search" maxLength={80} />
            </div>
          </div>
          <details>
            <summary>{t('more')}</summary>
            <div class="filter-grid">
              <Loading of={choices}>
                {({ groups, lists }) => (
                  <>
                    <SelectField name="groupId" label={t('group')} options={anyOf(optionsOf(groups))} />
                    <SelectField name="listId" label={t('list')} options={anyOf(optionsOf(lists))} />
                  </>
                )}
              </Loading>
              <SelectField name="grouped" label={t('grouped')} options={yesNo()} />
              <NumberField name="year" label={t('year')} />
              <SelectField name="priorityCode" label={t('code')} options={anyOf(priorityOptions())} />
              <SelectField name="living" label={t('living')} options={statesOf('living', livingStates)} />
              <SelectField
                name="policeMatch"
                label={t('police')}
                options={statesOf('police', policeMatches)}
              />
              <SelectField
                name="platform"
                label={t('platform')}
                options={statesOf('platform', platformStates)}
              />
              <SelectField name="withStep" label={t('with-step')} options={steps()} />
              <SelectField name="withoutStep" label={t('without-step')} options={steps()} />
              <SelectField name="invited" label={t('invited')} options={yesNo()} />
              <SelectField name="phone" label={t('phone')} options={yesNo()} />
              <SelectField name="number" label={t('number')} options={yesNo()} />
              <SelectField
                name="birth"
                label={t('birth')}
                options={anyOf([{ value: 'uncertain', label: t('birth.uncertain') }])}
              />
            </div>
          </details>
        </Form>
      </Card>
    </div>
  )
}

function statesOf(kind: 'living' | 'police' | 'platform', values: readonly string[]): Option[] {
  return anyOf(values.map((value) => ({ value, label: t(`${kind}.${value}` as Parameters<typeof t>[0]) })))
}

export async function readChoices(wardId: string): Promise<{ groups: PlaceView[]; lists: ListView[] }> {
  if (wardId === '') return { groups: [], lists: [] }
  const [groups, lists] = await Promise.all([readGroups(wardId), readAll<ListView>('/v1/lists', { wardId })])
  return { groups, lists }
}
