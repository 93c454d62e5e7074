import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import type { LocalDate } from '#domain/dates.ts'
import { newId } from '../shared/clock.ts'
import { parseDay } from '../shared/days.ts'
import { api } from '../shared/api.ts'
import { useLoad } from '../shared/load.ts'
import { Button } from '../shared/ui/button.tsx'
import { SelectField, TextField } from '../shared/ui/fields.tsx'
import { Form, required, useForm, type Rule } from '../shared/ui/form.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card as Sheet, Notice } from '../shared/ui/page.tsx'
import { PATIENT_MS, prepare, sendEntry, useTap, type Fact, type Prepared, type Where } from './entries.ts'
import { toast } from '../shared/ui/toast.tsx'
import type { ScannedCard } from './scanned-card.ts'
import type { SessionView } from './table-choice.ts'
import { packs } from '../pack/packs.ts'
import { askOr, isUnanswered, knownCard, people } from './people.ts'
import { bornText, type Card, type How, type MatchBody, type Matches } from './visits.ts'
import { t } from './words.ts'

type Born = { bornOn: LocalDate; bornPrecision: 'day' | 'year' }

/** 05/03/1985, or only 1985: many know no more. */
export function parseBorn(text: string): Born | null {
  const year = /^\s*(\d{4})\s*$/.exec(text)?.[1]
  if (year !== undefined)
    return Number(year) < 1850 ? null : { bornOn: `${year}-01-01`, bornPrecision: 'year' }
  const bornOn = parseDay(text)
  return bornOn === null ? null : { bornOn, bornPrecision: 'day' }
}

const born: Rule = (value) =>
  value.trim() === '' || parseBorn(value) !== null ? null : () => t('walk-in.born-wrong')
const sexes = ['female', 'male', 'unknown'] as const
const sexOf = (value: string) => sexes.find((sex) => sex === value) ?? 'unknown'

/** Twelve digits are a citizen's card, nine the older one; anything else is a phone. */
function numberOf(text: string): { numbers: { kind: 'cccd' | 'cmnd'; value: string }[]; phone: string } {
  const digits = text.replaceAll(/[\s.-]/g, '')
  if (/^\d{12}$/.test(digits)) return { numbers: [{ kind: 'cccd', value: digits }], phone: '' }
  if (/^\d{9}$/.test(digits)) return { numbers: [{ kind: 'cmnd', value: digits }], phone: '' }
  return { numbers: [], phone: text.trim() }
}

/** Somebody nobody called: five fields, and whoever it might be already is shown before anything is stored. */
export function WalkIn(props: {
  session: SessionView
  /** What their card said, when one was scanned. */
  card: ScannedCard | null
  onCard: (card: Card, how: How) => void
  onCancel: () => void
}) {
  const { session, card: scanned } = props
  const wards = useLoad<{ items: { id: string; name: string }[] }>(session.id, () =>
    askOr(
      session.id,
      () => api.get('/v1/places', { query: { kind: 'ward', limit: 200 } }),
      ({ pack }) => ({ items: pack.parts.session.wards }),
    ),
  )
  const form = useForm(
    {
      fullName: scanned?.fullName ?? '',
      born: scanned?.born ?? '',
      sex: scanned?.sex ?? '',
      wardId: session.wardId,
      number: scanned?.number ?? '',
    },
    { fullName: [required], born: [required, born], sex: [required], wardId: [required] },
  )
  const likely = useSignal<{ matches: Matches; entry: Prepared } | null>(null)
  // The same answers tapped again are the same person: written down under the ids of the first time.
  const made = useRef<{ answers: string; entry: Prepared } | null>(null)
  const store = async (entry: Prepared) => {
    const where = await sendEntry(entry, PATIENT_MS)
    const card = await newCard(session.id, entry.personId, where)
    if (card !== null) return props.onCard(card, 'walk-in')
    toast(() => t('walk-in.kept'))
    props.onCancel()
  }
  if (likely.value !== null)
    return (
      <Likely
        matches={likely.value.matches}
        onChoose={async (personId) => props.onCard(await people.card(session.id, personId), 'search')}
        onNone={() => store(likely.value!.entry)}
        onBack={() => {
          likely.value = null
        }}
      />
    )
  return (
    <Sheet title={t('walk-in.title')}>
      <Form
        form={form}
        submitWord={t('walk-in.send')}
        others={<Button onClick={props.onCancel}>{t('common.back')}</Button>}
        onSubmit={async (values) => {
          const { bornOn, bornPrecision } = parseBorn(values.born)!
          const { numbers: typed, phone } = numberOf(values.number)
          const insurance = scanned?.insurance ?? null
          const numbers = insurance === null ? typed : [...typed, { kind: 'bhyt' as const, value: insurance }]
          const person = { fullName: values.fullName.trim(), bornOn, bornPrecision, wardId: values.wardId }
          const sex = sexOf(values.sex)
          const body: MatchBody = { ...person, sex, numbers }
          const matches = await people.match(session.id, body)
          const answers = JSON.stringify([body, phone])
          const fact: Fact = {
            kind: 'walk-in',
            personId: newId(),
            sessionId: session.id,
            ...person,
            sex,
            phone,
            groupId: null,
            address: '',
            priorityCode: 16,
            identifiers: numbers,
          }
          const entry = made.current?.answers === answers ? made.current.entry : prepare(fact)
          made.current = { answers, entry }
          if (matches.items.length === 0) await store(entry)
          else likely.value = { matches, entry }
        }}
      >
        <TextField name="fullName" label={t('walk-in.name')} maxLength={100} />
        <TextField
          name="born"
          label={t('walk-in.born')}
          keys="numeric"
          size={14}
          hint={t('walk-in.born-hint')}
        />
        <SelectField
          name="sex"
          label={t('walk-in.sex')}
          options={sexes.map((sex) => ({ value: sex, label: t(`sex.${sex}`) }))}
        />
        <Loading of={wards}>
          {({ items }) => (
            <SelectField
              name="wardId"
              label={t('walk-in.ward')}
              options={items.map(({ id, name }) => ({ value: id, label: name }))}
            />
          )}
        </Loading>
        <TextField name="number" label={t('walk-in.number')} keys="numeric" maxLength={30} />
      </Form>
    </Sheet>
  )
}

/** Of somebody just written down; null when neither the service nor a list on this phone can say what may be given. */
async function newCard(sessionId: string, personId: string, where: Where): Promise<Card | null> {
  if (where === 'server')
    try {
      return await people.card(sessionId, personId)
    } catch (error) {
      // They are written down; that their card does not come now makes them nobody new.
      if (!isUnanswered(error)) throw error
    }
  const open = packs.peek().get(sessionId)
  return open === undefined ? null : knownCard(open, personId)
}

function Likely(props: {
  matches: Matches
  onChoose: (personId: string) => Promise<void>
  onNone: () => Promise<void>
  onBack: () => void
}) {
  const form = useForm({})
  const tap = useTap()
  return (
    <Sheet title={t('walk-in.title')}>
      <Notice tone="warn" title={t('walk-in.likely')} />
      {tap.problem.value !== null && <Notice tone="bad" title={tap.problem.value.title} />}
      <ul class="choices">
        {props.matches.items.map(({ person, where }, index) => (
          <li key={person?.id ?? index}>
            {person === null ? (
              <p>{t(`walk-in.${where}`)}</p>
            ) : (
              <button type="button" onClick={() => void tap.run(() => props.onChoose(person.id))}>
                <strong>{person.fullName}</strong>
                <span>
                  {bornText(person)} · {person.wardName}
                  {person.phone !== '' && ` · ${person.phone}`}
                </span>
              </button>
            )}
          </li>
        ))}
      </ul>
      <Form
        form={form}
        submitWord={t('walk-in.none')}
        others={<Button onClick={props.onBack}>{t('common.back')}</Button>}
        onSubmit={() => props.onNone()}
      >
        {null}
      </Form>
    </Sheet>
  )
}
