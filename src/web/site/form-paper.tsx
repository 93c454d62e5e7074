import { formatDay } from '../shared/days.ts'
import { language } from '../shared/words.ts'
import { Facts } from '../shared/ui/page.tsx'
import { bornText, type Form, type SitePerson } from './visits.ts'
import { t } from './table-words.ts'

/** One person's form, or a blank one for whoever comes without being called. */
export type PrintedForm = Pick<Form, 'documentNumber' | 'items' | 'outcomes' | 'siteName' | 'sessionOn'> & {
  consent: Pick<NonNullable<Form['consent']>, 'agreed' | 'guardianName'> | null
  screening: Pick<NonNullable<Form['screening']>, 'outcome' | 'findings' | 'examinerName'> | null
  person: SitePerson | null
  address: string
  phone: string
  /** Drawn by this phone from its list, as of then: what the list does not carry is left for the pen. Null: by the service. */
  asOf: string | null
}

const tick = (on: boolean) => <span aria-hidden="true">{on ? '☒' : '☐'}</span>
const forThePen = '……………………………………'

/** The ministry's form on one A4. Only what was recorded is ticked: a "no" that nobody entered is left for the pen. */
export function FormPaper({ form }: { form: PrintedForm }) {
  const { person, consent, screening } = form
  const speak = language.value
  const address = [form.address, person?.groupName, person?.wardName].filter(Boolean).join(', ')
  return (
    <article class="paper card">
      <h2>{t('form.title')}</h2>
      <p>{t('form.by', { document: form.documentNumber })}</p>
      <Facts
        items={[
          [t('form.name'), <strong>{person?.fullName ?? forThePen}</strong>],
          [t('form.born'), person === null ? forThePen : bornText(person)],
          [t('form.sex'), person === null ? forThePen : t(`sex.${person.sex}`)],
          [t('form.address'), address || forThePen],
          [t('form.phone'), form.phone || forThePen],
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
