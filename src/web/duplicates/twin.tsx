import type { Person as PersonCard } from '#features/registrants/contract.ts'
import type { ComponentChildren } from 'preact'
import type { Out } from '../shared/contract.ts'
import { formatDay } from '../shared/days.ts'
import { useGet } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { Loading } from '../shared/ui/loading.tsx'
import { StatusMark, type Tone } from '../shared/ui/page.tsx'
import { sayBirth } from '../ward/people-table.tsx'
import { sayStep } from '../ward/people-words.ts'
import { t as w } from '../ward/person-words.ts'
import { numbersOf, placeOf, type Likeness, type Line, type Person } from './pairs.ts'
import { t } from './words.ts'

const tones = { near: 'warn', missing: 'info', differs: 'bad' } as const satisfies Partial<
  Record<Likeness, Tone>
>

/** One of two records, line beside line with the other: what is not the same has a colour, a shape and a word. */
export function Twin(props: {
  person: Person
  likeness: Record<Line, Likeness>
  /** Counted doses. */
  doses: number
  showsDoses: boolean
  isKept: boolean
  /** Above the lines: which is kept. */
  children: ComponentChildren
}) {
  const { person, likeness } = props
  const numbers = numbersOf(person)
  return (
    <section class={props.isKept ? 'twin kept' : 'twin'}>
      <div class="twin-head">{props.children}</div>
      <dl>
        <TwinLine head={t('name')} likeness={likeness.name}>
          <a href={paths.ward.person(person.id)}>{person.fullName}</a>
        </TwinLine>
        <TwinLine head={t('birth')} likeness={likeness.birth}>
          {sayBirth(person)}
        </TwinLine>
        <TwinLine head={t('sex')} likeness={likeness.sex}>
          {w(`sex.${person.sex}`)}
        </TwinLine>
        <TwinLine head={t('numbers')} likeness={likeness.numbers}>
          {numbers.length === 0 ? '–' : numbers.map((number) => <span key={number}>{number} </span>)}
        </TwinLine>
        <TwinLine head={t('phone')} likeness={likeness.phone}>
          {person.phone || '–'}
        </TwinLine>
        <TwinLine head={t('place')} likeness={likeness.place}>
          {placeOf(person)}
        </TwinLine>
        <TwinLine head={t('doses')} likeness="same">
          {person.lastStep === null
            ? t('doses.count', { count: props.doses })
            : t('doses.last', { count: props.doses, step: sayStep(person.lastStep) })}
          {props.showsDoses && <EachDose personId={person.id} />}
        </TwinLine>
      </dl>
    </section>
  )
}

function TwinLine(props: { head: string; likeness: Likeness; children: ComponentChildren }) {
  const { likeness } = props
  return (
    <div class={`twin-line ${likeness}`}>
      <dt>{props.head}</dt>
      <dd>
        {props.children}
        {likeness !== 'same' && <StatusMark tone={tones[likeness]}>{t(`like.${likeness}`)}</StatusMark>}
      </dd>
    </div>
  )
}

/** With their days: two doses of one day are often one that was written twice. */
function EachDose({ personId }: { personId: string }) {
  const card = useGet<Out<typeof PersonCard>>(`/v1/people/${personId}`)
  return (
    <Loading of={card}>
      {({ doses }) => (
        <ul class="each-dose">
          {doses.map(({ id, step, givenOn, productName, place }) => (
            <li key={id}>
              {[`${sayStep(step)}, ${formatDay(givenOn)}`, productName, place].filter(Boolean).join(', ')}
            </li>
          ))}
        </ul>
      )}
    </Loading>
  )
}
