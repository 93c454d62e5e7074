/** Priority groups 1–16 (QĐ 3355/QĐ-BYT), and whether a person of this age is likely in one. */
import { type LocalDate, ageOn } from '../dates.ts'
import type { Birth } from '../identity/identifiers.ts'
import { cleanText } from '../identity/names.ts'
import type { ListLayout } from './layouts.ts'
import type { RowFindings } from './problems.ts'

const ELDERLY_GROUP = 9
const OTHER_GROUP = 16
/** Group 9 has the people over 65 (NQ 21/NQ-CP). */
const ELDERLY_AGE = 65

/**
 * Years of age between which people are in groups of those who work. Wide, for it only warns: a child of three in the
 * army is a slip of the row or of the year. Group 8 has pupils too; the other groups have people of any age.
 */
const usualAges: Readonly<Record<number, { min: number; max: number }>> = {
  1: { min: 15, max: 85 },
  2: { min: 15, max: 85 },
  3: { min: 17, max: 70 },
  4: { min: 17, max: 70 },
  5: { min: 0, max: 90 },
  6: { min: 17, max: 70 },
  7: { min: 15, max: 80 },
  8: { min: 2, max: 90 },
  12: { min: 1, max: 90 },
  15: { min: 13, max: 90 },
}

/** Only the national form asks for the group; other lists get it from the age, and say so. */
export function readPriority(
  text: string,
  person: { layout: ListLayout; birth: Birth | null; on: LocalDate },
  findings: RowFindings,
): number | null {
  const { layout, birth, on } = person
  const age = birth === null ? null : ageOn(birth.bornOn, on)
  if (cleanText(text) === '') {
    if (layout === 'national') {
      findings.add('priorityCode', 'priority-missing', text)
      return null
    }
    const group = age !== null && age > ELDERLY_AGE ? ELDERLY_GROUP : OTHER_GROUP
    findings.add('priorityCode', 'priority-assumed', text, { group })
    return group
  }
  const match = /^(?:nh[oó]m )?0*(\d{1,2})(?:\.0+)?$/i.exec(cleanText(text))
  const group = Number(match?.[1] ?? 0)
  if (group < 1 || group > 16) {
    findings.add('priorityCode', 'priority-unknown', text)
    return null
  }
  const usual = usualAges[group]
  if (age !== null && usual !== undefined && (age < usual.min || age > usual.max))
    findings.add('priorityCode', 'age-group', text, { group, age })
  return group
}
