import { isStepCode, stepWords } from '#domain/vaccination/steps.ts'
import type { MissingPeople } from '#features/reports/missing-contract.ts'
import { withQuery } from '../shared/api.ts'
import type { Out } from '../shared/contract.ts'
import { formatDay, formatInstant } from '../shared/days.ts'
import { useGet } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { here } from '../shared/router.ts'
import { useAccount } from '../shared/session.ts'
import { Button, ButtonLink } from '../shared/ui/button.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Empty, Page } from '../shared/ui/page.tsx'
import { Table } from '../shared/ui/table.tsx'
import { language } from '../shared/words.ts'
import { t } from './ward-page-words.ts'

type Missing = Out<typeof MissingPeople>
type Person = Missing['items'][number]

/** The named people who are still missing, on a sheet that a collaborator takes along. */
export function MissingPage() {
  const { query } = here.value
  const asked = Object.fromEntries(
    ['campaign', 'wardId', 'groupId', 'group', 'step'].map((name) => [name, query.get(name)]),
  )
  const missing = useGet<Missing>('/v1/progress/missing', asked)
  return <Loading of={missing}>{(found) => <VisitList found={found} asked={asked} />}</Loading>
}

const sayStep = (step: string) => (isStepCode(step) ? stepWords(step)[language.value] : step)

function VisitList({ found, asked }: { found: Missing; asked: Record<string, string | null> }) {
  const { authority, fullName } = useAccount()
  const { ward, group, items, step, collaborators, generatedAt, campaignId } = found
  const place = group === null ? ward.name : `${group.name}, ${ward.name}`
  const back = paths.centre.ward(
    ward.id,
    withQuery('', { campaign: campaignId, step, group: asked['group'] }),
  )
  return (
    <Page
      title={`${t('visit.title')}: ${place}`}
      lead={t('visit.lead', { step: sayStep(step), count: items.length })}
      actions={
        <>
          <Button kind="main" onClick={() => window.print()}>
            {t('print')}
          </Button>
          <ButtonLink href={back}>{t('back.ward')}</ButtonLink>
        </>
      }
    >
      <p>
        {t('visit.made', { at: formatInstant(generatedAt, authority.timeZone), by: fullName })}
        {collaborators.length > 0 && ` ${t('visit.collaborators', { names: collaborators.join(', ') })}`}
      </p>
      {items.length === 0 ? (
        <Empty>{t('visit.none')}</Empty>
      ) : (
        <div class="visit-list as-cards">
          <Table
            caption={t('visit.title')}
            captionHidden
            rows={items}
            rowKey={({ id }) => id}
            columns={[
              { key: 'number', head: t('number'), number: true, cell: ({ id }) => numberOf(items, id) },
              { key: 'name', head: t('name'), cell: ({ fullName: name }) => name, rowHead: true },
              { key: 'born', head: t('born'), cell: bornText },
              {
                key: 'sex',
                head: t('sex'),
                cell: ({ sex }) => (sex === 'male' || sex === 'female' ? t(`sex.${sex}`) : ''),
              },
              { key: 'phone', head: t('phone'), cell: ({ phone }) => phone },
              ...(group === null
                ? [{ key: 'group', head: t('group'), cell: ({ groupName }: Person) => groupName }]
                : []),
              { key: 'address', head: t('address'), cell: ({ address }) => address },
              { key: 'last', head: t('last'), cell: lastText },
              { key: 'tried', head: t('tried'), cell: triedText },
              { key: 'result', head: t('result'), cell: () => <span class="to-fill" /> },
            ]}
          />
        </div>
      )}
    </Page>
  )
}

const numberOf = (items: readonly Person[], id: string) => items.findIndex((person) => person.id === id) + 1

/** No more of a birth date than is known. */
function bornText({ bornOn, bornPrecision }: Person): string {
  const day = formatDay(bornOn)
  return bornPrecision === 'day' ? day : bornPrecision === 'month' ? day.slice(3) : day.slice(6)
}

const lastText = ({ lastStep, lastGivenOn }: Person) =>
  lastStep === null || lastGivenOn === null ? '' : `${sayStep(lastStep)}, ${formatDay(lastGivenOn)}`

const outcomes = [
  'refused',
  'absent',
  'no-vaccine',
  'fever',
  'left',
  'other',
  'deferred',
  'contraindicated',
  'referred',
] as const

function triedText({ lastOutcome, lastOutcomeOn }: Person): string {
  const outcome = outcomes.find((each) => each === lastOutcome)
  return outcome === undefined || lastOutcomeOn === null
    ? ''
    : `${t(`tried.${outcome}`)}, ${formatDay(lastOutcomeOn)}`
}
