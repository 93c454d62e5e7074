import { useLoad } from '../shared/load.ts'
import { asked, readChoices, type Asked } from './people-filters.tsx'
import { sayStep, t } from './people-words.ts'
import { sayPriority } from './priority-options.ts'

type Named = readonly { id: string; name: string }[]
type Choices = { groups: Named; lists: Named }
type Word = Parameters<typeof t>[0]
type Field = Exclude<keyof Asked, 'q' | 'wardId' | 'living'>

const yesNo = (value: string) => t(value === 'yes' ? 'yes' : 'no')
const itself = (value: string) => value
const nameIn = (items: Named, id: string) => items.find((item) => item.id === id)?.name ?? '…'

/** In the order of the fields. */
const parts: readonly (readonly [field: Field, label: Word, text: (value: string, of: Choices) => string])[] =
  [
    ['groupId', 'group', (value, { groups }) => nameIn(groups, value)],
    ['listId', 'list', (value, { lists }) => nameIn(lists, value)],
    ['grouped', 'grouped', yesNo],
    ['year', 'year', itself],
    ['priorityCode', 'code', (value) => sayPriority(Number(value))],
    ['policeMatch', 'police', (value) => t(`police.${value}` as Word)],
    ['platform', 'platform', (value) => t(`platform.${value}` as Word)],
    ['withStep', 'with-step', sayStep],
    ['withoutStep', 'without-step', sayStep],
    ['invited', 'invited', yesNo],
    ['phone', 'phone', yesNo],
    ['number', 'number', yesNo],
    ['birth', 'birth', () => t('birth.uncertain')],
  ]

/** What the list is narrowed to: the fields that say so are folded away. Whoever lives here is meant unless it says so. */
export function AskedFilters() {
  const of = asked.value
  const { wardId, living } = of
  const needsNames = of.groupId !== '' || of.listId !== ''
  const choices = useLoad(`asked ${needsNames ? wardId : ''}`, () => readChoices(needsNames ? wardId : ''))
  const named = choices.current.value.data ?? { groups: [], lists: [] }
  const said = parts.flatMap(([field, label, text]) =>
    of[field] === '' ? [] : [`${t(label)}: ${text(of[field], named)}`],
  )
  if (living !== 'here')
    said.unshift(`${t('living')}: ${t(living === '' ? 'any' : (`living.${living}` as Word))}`)
  if (said.length === 0) return null
  return (
    <p class="asked">
      <strong>{t('asked')}</strong> {said.join(' · ')}
    </p>
  )
}
