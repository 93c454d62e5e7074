/**
 * Where a person lives, by the codes and names of the list. The ward decides; the units above it follow from it, so
 * they only warn. Codes of another year become those of the list's day along whole merges (`list-places.ts`).
 */
import { cleanText } from '../identity/names.ts'
import { foldPlaceName } from '../place-names.ts'
import { digitsForLetters, readPlaceCode } from './cells.ts'
import type { ListField } from './fields.ts'
import type { FoundPlace } from './list-places.ts'
import type { RowFindings } from './problems.ts'
import type { Registrant, RowContext } from './rows.ts'

type Cell = (field: ListField) => string
type Residence = Pick<Registrant, 'provinceCode' | 'districtCode' | 'wardCode'>

type Written = { province: string; district: string; ward: string; wardName: string }

/** Of each list the last residence of which there was nothing to say: most rows live where the row above does. */
const lastSound = new WeakMap<RowContext, { written: Written; residence: Residence }>()

/** Codes are required where the list has them; a name will do where it is that of one ward only. */
export function readResidence(
  cell: Cell,
  wardName: string,
  context: RowContext,
  findings: RowFindings,
): Residence {
  const written = {
    province: cell('provinceCode'),
    district: cell('districtCode'),
    ward: cell('wardCode'),
    wardName,
  }
  const last = lastSound.get(context)
  if (last !== undefined && isSameText(last.written, written)) return last.residence
  const before = findings.count
  const residence = {
    provinceCode: readUpperCode(written.province, 'province', context, findings),
    districtCode: readUpperCode(written.district, 'district', context, findings),
    wardCode: readWard(written.ward, wardName, context, findings),
  }
  if (findings.count === before) lastSound.set(context, { written, residence })
  return residence
}

function isSameText(a: Written, b: Written): boolean {
  return (
    a.ward === b.ward && a.wardName === b.wardName && a.district === b.district && a.province === b.province
  )
}

function readUpperCode(
  text: string,
  level: 'province' | 'district',
  { places }: RowContext,
  findings: RowFindings,
): string {
  const typed = cleanText(text)
  if (typed === '') return ''
  const code = readPlaceCode(typed, level === 'province' ? 2 : 3)
  const found = code === null ? null : places.byCode(level, code, '')
  if (found !== null) return found.code
  // A district that is no more is no mistake: the ward says where it went.
  if (code === null || !places.knows(level, code)) findings.add(`${level}Code`, `${level}-unknown`, text)
  return ''
}

function readWard(text: string, name: string, context: RowContext, findings: RowFindings): string {
  if (cleanText(text) === '') return wardByName(name, context, findings)
  const found = wardByCode(text, name, context, findings)
  if (found === null) {
    findings.add('wardCode', 'ward-unknown', text, { on: context.on })
    return ''
  }
  if (context.wardCode !== null && found.code !== context.wardCode) {
    findings.add('wardCode', 'ward-other', text, { code: context.wardCode })
  }
  if (name !== '' && !isCalled(found, name, context))
    findings.add('wardName', 'ward-name-differs', name, { name: found.name })
  return found.code
}

/** Null when the code is none, or would need a repair that was refused. */
function wardByCode(
  text: string,
  name: string,
  { places }: RowContext,
  findings: RowFindings,
): FoundPlace | null {
  const typed = cleanText(text).replace(/\.0+$/, '')
  const mended = /^[\dOoIl|]{2,5}$/.test(typed) ? digitsForLetters(typed) : typed
  const code = readPlaceCode(mended, 5)
  const found = code === null ? null : places.byCode('ward', code, name)
  if (code === null || found === null) return null
  const isKept =
    (mended === typed || findings.repaired('wardCode', 'letter-for-digit', text, code)) &&
    (code === mended || findings.repaired('wardCode', 'place-code-zeros', text, code)) &&
    (found.code === code || findings.repaired('wardCode', 'place-code-year', text, found.code))
  return isKept ? found : null
}

function wardByName(name: string, context: RowContext, findings: RowFindings): string {
  const { places, wardCode } = context
  if (name !== '') {
    const found = places.byName('ward', name.split(',')[0]!, wardCode)
    if (found !== null && findings.repaired('wardName', 'place-from-name', name, found.code)) {
      if (wardCode !== null && found.code !== wardCode)
        findings.add('wardName', 'ward-other', name, { code: wardCode })
      return found.code
    }
    if (found === null) findings.add('wardName', 'ward-name-unknown', name, { on: context.on })
    else findings.add('wardCode', 'ward-missing', '')
    return ''
  }
  if (wardCode === null) findings.add('wardCode', 'ward-missing', '')
  else findings.add('wardCode', 'ward-assumed', '', { code: wardCode })
  return wardCode ?? ''
}

/** By its name, by the earlier one that was meant, or by that of any unit which it has taken in. */
function isCalled(found: FoundPlace, name: string, { places }: RowContext): boolean {
  if (name === found.name || name === found.formerName) return true
  const written = foldPlaceName(name, 'ward')
  if ([found.name, found.formerName].some((each) => each !== null && foldPlaceName(each, 'ward') === written))
    return true
  return places.byName('ward', name, found.code)?.code === found.code
}
