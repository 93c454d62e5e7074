import { useSignal } from '@preact/signals'
import type { ConfirmationSlip } from '#features/certificates/contract.ts'
import type { PageProps } from '../areas.ts'
import { api, type ApiProblem } from '../shared/api.ts'
import type { Out } from '../shared/contract.ts'
import { formatDay, formatInstant } from '../shared/days.ts'
import { paths } from '../shared/paths.ts'
import { useAccount } from '../shared/session.ts'
import { language } from '../shared/words.ts'
import { Button, ButtonLink } from '../shared/ui/button.tsx'
import { Facts, Notice, Page } from '../shared/ui/page.tsx'
import { useTap } from './entries.ts'
import { isUnanswered } from './people.ts'
import { bornText } from './visits.ts'
import { t } from './table-words.ts'

type Slip = Out<typeof ConfirmationSlip>

/** The paper to take home; making it again is counted, so it is made by a press and not by opening the page. */
export function SlipPaper({ params }: PageProps) {
  const sessionId = params['sessionId'] ?? ''
  const personId = params['personId'] ?? ''
  const { timeZone } = useAccount().authority
  const slip = useSignal<Slip | null>(null)
  const tap = useTap()
  const make = () =>
    void tap.run(async () => {
      slip.value = await api.post<Slip>(`/v1/sessions/${sessionId}/people/${personId}/slips`)
    })
  return (
    <Page
      title={t('slip.title')}
      actions={
        <>
          {slip.value === null ? (
            <Button kind="main" busy={tap.busy.value} onClick={make}>
              {t('slip.make')}
            </Button>
          ) : (
            <Button kind="main" onClick={() => print()}>
              {t('paper.print')}
            </Button>
          )}
          <ButtonLink href={paths.site.session(sessionId, 'after')}>{t('paper.back')}</ButtonLink>
        </>
      }
    >
      {tap.problem.value !== null && <Notice tone="bad" title={refusalOf(tap.problem.value, timeZone)} />}
      {slip.value === null ? <p class="screen-only">{t('slip.lead')}</p> : <Paper slip={slip.value} />}
    </Page>
  )
}

/** A time of day says more than an instant. */
function refusalOf(problem: ApiProblem, timeZone: string): string {
  const { code, facts, title } = problem
  const readyAt = facts['readyAt']
  if (isUnanswered(problem)) return t('slip.offline')
  return code === 'slip.too-early' && typeof readyAt === 'string'
    ? t('slip.from', { time: formatInstant(readyAt, timeZone).slice(11) })
    : title
}

function Paper({ slip }: { slip: Slip }) {
  const { timeZone } = useAccount().authority
  const { person } = slip
  return (
    <article class="paper card">
      <p>
        <strong>{slip.authorityName}</strong> · {slip.siteName}
      </p>
      <Facts
        items={[
          [t('slip.number'), slip.number],
          [t('form.name'), <strong>{person.fullName}</strong>],
          [t('form.born'), bornText(person)],
          [t('form.sex'), t(`sex.${person.sex}`)],
          [t('form.address'), [person.address, person.wardName].filter(Boolean).join(', ')],
          [t('form.phone'), person.phone],
        ]}
      />
      <h2>{t('slip.doses')}</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('dose.step')}</th>
            <th scope="col">{t('form.day')}</th>
            <th scope="col">{t('dose.vaccine')}</th>
            <th scope="col">{t('vials.lot')}</th>
            <th scope="col">{t('slip.place')}</th>
          </tr>
        </thead>
        <tbody>
          {slip.doses.map((dose) => (
            <tr key={dose.doseId}>
              <th scope="row">{dose.stepWords?.[language.value] ?? '–'}</th>
              <td>{dose.isHere ? formatInstant(dose.givenAt, timeZone) : formatDay(dose.givenOn)}</td>
              <td>{dose.productName}</td>
              <td>{dose.lotCode}</td>
              <td>{dose.isHere ? slip.siteName : dose.place}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>{t('slip.self')}</p>
      <div class="signatures">
        <p>
          {formatInstant(slip.issuedAt, timeZone)}
          <span />
        </p>
        <p>
          {t('slip.signed')}
          <span />
        </p>
      </div>
    </article>
  )
}
