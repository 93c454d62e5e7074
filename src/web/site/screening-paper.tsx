import type { PageProps } from '../areas.ts'
import { formatDay } from '../shared/days.ts'
import { useLoad } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { language } from '../shared/words.ts'
import { Button, ButtonLink } from '../shared/ui/button.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Facts, Page } from '../shared/ui/page.tsx'
import { bornText, visits, type Form } from './visits.ts'
import { t } from './words.ts'

/** The ministry's form on one A4. Only what was recorded is ticked: a "no" that nobody entered is left for the pen. */
export function ScreeningPaper({ params }: PageProps) {
  const sessionId = params['sessionId'] ?? ''
  const personId = params['personId'] ?? ''
  const form = useLoad(`form ${sessionId} ${personId}`, () => visits.form(sessionId, personId))
  return (
    <Page
      title={t('form.title')}
      actions={
        <>
          <Button kind="main" onClick={() => print()}>
            {t('paper.print')}
          </Button>
          <ButtonLink href={paths.site.session(sessionId, 'screening')}>{t('paper.back')}</ButtonLink>
        </>
      }
    >
      <Loading of={form}>{(data) => <Paper form={data} />}</Loading>
    </Page>
  )
}

const tick = (on: boolean) => <span aria-hidden="true">{on ? '☒' : '☐'}</span>

function Paper({ form }: { form: Form }) {
  const { card, consent, screening } = form
  const { person } = card
  const speak = language.value
  return (
    <article class="paper card">
      <p>{t('form.by', { document: form.documentNumber })}</p>
      <Facts
        items={[
          [t('form.name'), <strong>{person.fullName}</strong>],
          [t('form.born'), bornText(person)],
          [t('form.sex'), t(`sex.${person.sex}`)],
          [t('form.address'), [form.address, person.groupName, person.wardName].filter(Boolean).join(', ')],
          [t('form.phone'), form.phone],
          [t('form.site'), form.siteName],
          [t('form.day'), formatDay(form.sessionOn)],
        ]}
      />
      <table>
        <thead>
          <tr>
            <th scope="col">{t('form.item')}</th>
            <th scope="col">{t('form.no')}</th>
            <th scope="col">{t('form.yes')}</th>
          </tr>
        </thead>
        <tbody>
          {form.items.map(({ code, words }) => (
            <tr key={code}>
              <th scope="row">
                {code}. {words[speak]}
              </th>
              <td>{tick(false)}</td>
              <td>{tick(screening?.findings.includes(code) === true)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <h2>{t('form.result')}</h2>
      <ul class="ticks">
        {form.outcomes.map(({ code, words }) => (
          <li key={code}>
            {tick(screening?.outcome === code)} {words[speak]}
          </li>
        ))}
      </ul>
      <h2>{t('form.consent')}</h2>
      <p>{t('form.consent-text')}</p>
      <ul class="ticks">
        {(['agreed', 'refused'] as const).map((answer) => (
          <li key={answer}>
            {tick(consent?.agreed === answer)} {t(`form.${answer}`)}
          </li>
        ))}
      </ul>
      <div class="signatures">
        <p>
          {t('form.signed-person')}
          <span>{consent?.guardianName}</span>
        </p>
        <p>
          {t('form.signed-examiner')}
          <span>{screening?.examinerName}</span>
        </p>
      </div>
    </article>
  )
}
