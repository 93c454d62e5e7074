import type { RowDecision } from '#domain/upload.ts'
import { useHeldFocus } from '../shared/held-focus.ts'
import { StatusMark } from '../shared/ui/page.tsx'
import { bornText, Said, type RowView, type Stated } from './upload-row.tsx'
import { t } from './upload-row-words.ts'

export type Decision = RowDecision
export const decisions = ['same-person', 'other-person', 'later'] as const

const reasons = [
  'same-identifier',
  'same-bhyt',
  'same-name-birth',
  'same-name-near-birth',
  'same-name-birth-year',
  'near-name-birth',
  'near-name-group',
  'sent-before',
] as const

function why(reason: string | null): string {
  const known = reasons.find((one) => one === reason)
  return known === undefined ? '' : t(`why.${known}`)
}

/** A doubtful row beside whom it may be, and the answer. What is on the list already is not decided again. */
export function Pair(props: {
  row: RowView
  busy: boolean
  picked: boolean
  /** Null where nothing is decided. */
  onPick: ((isPicked: boolean) => void) | null
  onDecide: (decision: Decision) => void
}) {
  const { row, onPick } = props
  const number = String(row.rowNumber)
  const isOpen = onPick !== null && !row.taken
  const part = useHeldFocus<HTMLLIElement>(isOpen)
  return (
    <li class="pair" ref={part} tabIndex={-1}>
      <header>
        {isOpen ? (
          <label class="choice">
            <input
              type="checkbox"
              aria-label={t('decision.pick', { row: number })}
              checked={props.picked}
              onChange={(event) => onPick(event.currentTarget.checked)}
            />
            <Title row={row} />
          </label>
        ) : (
          <p>
            <Title row={row} />
          </p>
        )}
        <StatusMark tone="warn">{why(row.reason)}</StatusMark>
      </header>
      <Sides row={row} />
      {(row.problems.length > 0 || row.repairs.length > 0) && <Said row={row} />}
      {isOpen ? (
        <Decide {...props} />
      ) : (
        row.decision !== null && (
          <p class="decided">{t('decision.taken', { decision: t(`decision.${row.decision}`) })}</p>
        )
      )}
    </li>
  )
}

function Title({ row }: { row: RowView }) {
  return (
    <span>
      {t('number')} {row.rowNumber} · <strong>{row.stated?.fullName}</strong>
    </span>
  )
}

function Decide(props: { row: RowView; busy: boolean; onDecide: (decision: Decision) => void }) {
  const { row, busy, onDecide } = props
  return (
    <div class="decisions" role="group" aria-label={t('decision.group', { row: String(row.rowNumber) })}>
      {decisions.map((one) => (
        <button
          key={one}
          type="button"
          class="button plain"
          aria-disabled={busy ? 'true' : undefined}
          aria-pressed={row.decision === one}
          onClick={busy ? undefined : () => onDecide(one)}
        >
          {t(`decision.${one}`)}
        </button>
      ))}
    </div>
  )
}

/** Of people elsewhere nothing is known here but that there is one. */
function Sides({ row }: { row: RowView }) {
  const { stated, found, repeatsRow } = row
  if (stated === null) return null
  // Once taken, whom it was held against may be the very person made of it.
  const kept = found ?? row.repeats
  if (kept === null || row.taken) {
    return (
      <>
        <p class="under">
          {lines(stated)
            .slice(1)
            .map(([, text]) => text)
            .filter((text) => text !== '')
            .join(' · ')}
        </p>
        {!row.taken && (
          <p>{repeatsRow === null ? t('elsewhere') : t('in-file', { row: String(repeatsRow) })}</p>
        )}
      </>
    )
  }
  const heldAgainst =
    found === null ? t('side.file', { row: String(row.repeats!.rowNumber) }) : t('side.kept')
  const others = new Map(lines(kept))
  return (
    <table class="sides" aria-label={t('side.label')}>
      <thead>
        <tr>
          <td />
          <th scope="col">{t('side.file', { row: String(row.rowNumber) })}</th>
          <th scope="col">{heldAgainst}</th>
        </tr>
      </thead>
      <tbody>
        {lines(stated).map(([name, text]) => {
          const other = others.get(name) ?? ''
          if (text === '' && other === '') return null
          const differs = text !== '' && other !== '' && text !== other
          return (
            <tr key={name} class={differs ? 'differs' : ''}>
              <th scope="row">
                {name}
                {differs && <span class="heard"> ({t('side.differs')})</span>}
              </th>
              <td>{text === '' ? '–' : text}</td>
              <td>{other === '' ? '–' : other}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function lines(of: Stated): [name: string, text: string][] {
  const numberOf = (kind: Stated['numbers'][number]['kind']) =>
    of.numbers
      .filter((number) => number.kind === kind)
      .map(({ masked }) => masked)
      .join(', ')
  const kinds = ['cccd', 'cmnd', 'bhyt'] as const
  return [
    [t('side.name'), of.fullName],
    [t('side.born'), bornText(of)],
    [t('side.sex'), t(`sex.${of.sex}`)],
    [t('side.group'), String(of.priorityCode)],
    [t('side.phone'), of.phone],
    ...kinds.map((kind): [string, string] => [kind.toUpperCase(), numberOf(kind)]),
  ]
}
