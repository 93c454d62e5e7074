import { priorityGroups } from '#domain/priority-groups.ts'
import { language } from '../shared/words.ts'
import type { Option } from '../shared/ui/fields.tsx'

/** The sixteen codes, each with who they are: nobody knows them all by heart. */
export const priorityOptions = (): Option[] =>
  priorityGroups.map(({ code, name }) => ({
    value: String(code),
    label: label(code, name),
  }))

/** `16. Đối tượng khác`. */
export function sayPriority(code: number): string {
  const known = priorityGroups.find((group) => group.code === code)
  return known === undefined ? String(code) : label(code, known.name)
}

const label = (code: number, name: (typeof priorityGroups)[number]['name']) =>
  `${code}. ${name[language.value]}`
