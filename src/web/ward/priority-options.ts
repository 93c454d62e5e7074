import { priorityGroups } from '#domain/priority-groups.ts'
import { language } from '../shared/words.ts'
import type { Option } from '../shared/ui/fields.tsx'

/** The sixteen codes, each with who they are: nobody knows them all by heart. */
export const priorityOptions = (): Option[] =>
  priorityGroups.map(({ code, name }) => ({
    value: String(code),
    label: `${code}. ${name[language.value]}`,
  }))
