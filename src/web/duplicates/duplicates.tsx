import { useEffect } from 'preact/hooks'
import { paths } from '../shared/paths.ts'
import { here, navigate } from '../shared/router.ts'
import { optionsOf, useOwnWards, type PlaceView } from '../shared/wards.ts'
import { SelectField } from '../shared/ui/fields.tsx'
import { FieldsAlone, required, useForm } from '../shared/ui/form.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Empty, Page } from '../shared/ui/page.tsx'
import { Tabs } from '../shared/ui/tabs.tsx'
import { PairList } from './pair-list.tsx'
import type { State } from './pairs.ts'
import { t } from './words.ts'

const states: readonly State[] = ['open', 'later', 'different']

/** Residents of a ward who may be stored twice; which ward and which answers stands in the address. */
export function Duplicates() {
  const wards = useOwnWards('person.merge')
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Loading of={wards}>
        {(own) => (own.length === 0 ? <Empty>{t('no-ward')}</Empty> : <OfWard wards={own} />)}
      </Loading>
    </Page>
  )
}

function OfWard({ wards }: { wards: readonly PlaceView[] }) {
  const { query } = here.value
  const ward = wards.find(({ id }) => id === query.get('wardId')) ?? wards[0]!
  const state = states.find((one) => one === query.get('state')) ?? 'open'
  const go = (wardId: string, to: State) =>
    navigate(paths.ward.duplicates(`?${new URLSearchParams({ wardId, state: to }).toString()}`), 'replace')
  return (
    <>
      {wards.length > 1 && (
        <WardChoice wards={wards} wardId={ward.id} onChoose={(wardId) => go(wardId, state)} />
      )}
      <p class="hint pair-keys">{t('keys')}</p>
      <Tabs
        label={t('states')}
        chosen={state}
        onChoose={(key) => go(ward.id, states.find((one) => one === key) ?? 'open')}
        tabs={states.map((one) => ({
          key: one,
          label: t(`state.${one}`),
          content: () => <PairList key={`${ward.id} ${one}`} asked={{ wardId: ward.id, state: one }} />,
        }))}
      />
    </>
  )
}

function WardChoice(props: {
  wards: readonly PlaceView[]
  wardId: string
  onChoose: (wardId: string) => void
}) {
  const form = useForm({ wardId: props.wardId }, { wardId: [required] })
  const { wardId } = form.values.value
  useEffect(() => {
    if (wardId !== props.wardId && wardId !== '') props.onChoose(wardId)
  }, [wardId])
  return (
    <FieldsAlone form={form}>
      <SelectField name="wardId" label={t('ward')} options={optionsOf(props.wards)} />
    </FieldsAlone>
  )
}
