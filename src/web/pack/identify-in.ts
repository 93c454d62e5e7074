import { localDateAt, type LocalDate } from '#domain/dates.ts'
import { canonicalIdentifier, type IdentifierKind } from '#domain/identity/identifiers.ts'
import { classifyScan } from '#domain/identity/scan.ts'
import type { PackPerson } from '#domain/site-pack/pack.ts'
import type { IdentifyPerson } from '#features/doses/visit-contract.ts'
import { ApiProblem } from '../shared/api.ts'
import type { In } from '../shared/contract.ts'
import { formatDay } from '../shared/days.ts'
import { serverNow } from '../site/this-phone.ts'
import type { Card, Identified } from '../site/visits.ts'
import { checkPaper } from './check-paper.ts'
import { isBorn } from './is-born.ts'
import type { SitePack } from './packs.ts'
import { t, type PaperWord } from './paper-words.ts'

/** What finding somebody by paper or card takes. */
export type Asking = {
  pack: SitePack
  timeZone: string
  /** By the mark of a paper. */
  holders: ReadonlyMap<string, PackPerson>
  cardOf: (person: PackPerson) => Card
}
type Asked = In<typeof IdentifyPerson>
type Sought = { kind: IdentifierKind; value: string }

/** @throws ApiProblem with a sentence that says what was read and why nobody is shown for it. */
export async function identifyIn(open: Asking, asked: Asked): Promise<Identified> {
  const today = localDateAt(serverNow(), open.timeZone)
  if (asked.number !== undefined) {
    const { kind } = asked.number
    const value = canonicalIdentifier(kind, asked.number.value)
    if (value === null) throw refusal('number.wrong')
    return byNumbers(open, 'number', [{ kind, value }], asked.bornOn)
  }
  const scan = classifyScan(asked.scan ?? '', today)
  if (scan.kind === 'invitation') return byPaper(open, scan.token, today)
  if (scan.kind === 'cccd') {
    const { idNumber, oldIdNumber, bornOn } = scan.card
    const old: Sought[] = oldIdNumber === null ? [] : [{ kind: 'cmnd', value: oldIdNumber }]
    return byNumbers(open, 'cccd', [{ kind: 'cccd', value: idNumber }, ...old], bornOn ?? asked.bornOn)
  }
  if (scan.kind === 'bhyt') {
    const { number, bornOn } = scan.card
    return byNumbers(open, 'bhyt', [{ kind: 'bhyt', value: number }], bornOn ?? asked.bornOn)
  }
  throw refusal('paper.unreadable')
}

async function byPaper(open: Asking, text: string, today: LocalDate): Promise<Identified> {
  const { wards } = open.pack.parts.session
  const paper = await checkPaper(text, open.pack.parts.invitations, today)
  if (paper.refusal !== null) {
    const day = paper.refusal.facts['to'] ?? paper.refusal.facts['from']
    throw refusal(paperWords[paper.refusal.code] ?? 'paper.unreadable', {
      day: typeof day === 'string' ? formatDay(day) : '',
    })
  }
  const person = open.holders.get(paper.mark)
  if (person !== undefined) return { how: 'invitation', items: [open.cardOf(person)] }
  const { wardId, validTo } = paper.payload
  const ward = wards.find(({ id }) => id === wardId)?.name ?? ''
  throw notFound('paper.not-listed', { ward, day: formatDay(validTo) })
}

const paperWords: Readonly<Record<string, PaperWord>> = {
  'invitation.foreign': 'paper.foreign',
  'invitation.forged': 'paper.forged',
  'invitation.not-yet-valid': 'paper.not-yet-valid',
  'invitation.expired': 'paper.expired',
  'invitation.revoked': 'paper.revoked',
}

/**
 * A number's last four characters with the birth date: all that the phone carries of a number. Whoever stands there is
 * asked for name and year before anything is written, as everybody is.
 */
function byNumbers(
  open: Asking,
  how: Identified['how'],
  numbers: readonly Sought[],
  bornOn: LocalDate | undefined | null,
): Identified {
  if (bornOn == null) throw new ApiProblem({ code: 'identify.birth-required', title: t('number.birth') })
  const items = [...open.pack.people.values()]
    .filter((person) => isBorn(person, bornOn) && numbers.some((number) => hasEnd(person, number)))
    .map((person) => open.cardOf(person))
  if (items.length === 0) throw notFound('number.nobody')
  return { how, items }
}

const hasEnd = ({ numbers }: PackPerson, { kind, value }: Sought): boolean =>
  numbers.some((number) => number.kind === kind && number.end === value.slice(-4))

/** Nothing is wrong with what was read; nobody of the list is meant by it. */
const notFound = (word: PaperWord, parts: Record<string, string> = {}) =>
  new ApiProblem({ status: 404, title: t(word, parts) })

const refusal = (word: PaperWord, parts: Record<string, string> = {}) =>
  new ApiProblem({ title: t(word, parts) })
