import { screeningFormHead } from '#domain/screening-form.ts'
import { compareText } from '#domain/ids.ts'
import type { OpenPack } from '../pack/packs.ts'
import { ApiProblem } from '../shared/api.ts'
import type { PrintedForm } from './form-paper.tsx'
import { pending } from './pending.ts'
import { askOr, knownCard } from './people.ts'
import { visits, type Card } from './visits.ts'

/** Papers come from the service; without it, as far as the list on this phone goes. */

export type PrintedList = Pick<
  PrintedForm,
  'documentNumber' | 'items' | 'outcomes' | 'siteName' | 'sessionOn' | 'asOf'
> & { people: { card: Card; address: string; slotTime: string | null }[] }

/** @throws ApiProblem */
export const readForm = (sessionId: string, personId: string): Promise<PrintedForm> =>
  askOr(
    sessionId,
    async () => {
      const { card, ...form } = await visits.form(sessionId, personId)
      return { ...form, person: card.person, asOf: null }
    },
    (open) => formHere(open, personId),
  )

/** Everybody who is called, every page of it: paper has no "more". @throws ApiProblem */
export const readPapers = (sessionId: string): Promise<PrintedList> =>
  askOr(sessionId, () => readAll(sessionId), papersHere)

async function readAll(sessionId: string): Promise<PrintedList> {
  const whole = await visits.papers(sessionId, null)
  while (whole.nextCursor !== null) {
    const next = await visits.papers(sessionId, whole.nextCursor)
    whole.people.push(...next.people)
    whole.nextCursor = next.nextCursor
  }
  const people = whole.people.map(({ card, ...row }) => ({
    ...row,
    card: { ...card, asOf: null, isFromPhone: false },
  }))
  return { ...whole, people, asOf: null }
}

const headOf = ({ pack: { parts, asOf } }: OpenPack) => {
  const { siteName, sessionOn } = parts.session.session
  return { ...screeningFormHead(), siteName, sessionOn, asOf }
}

/** With what was answered on this phone; of an answer from another one only its result is known here. */
function formHere(open: OpenPack, personId: string): PrintedForm {
  const card = knownCard(open, personId)
  if (card === null) throw new ApiProblem({ code: 'unreachable', title: '' })
  const own = pending.peek().flatMap(({ fact }) => (fact.personId === card.person.id ? [fact] : []))
  const agreed = own.findLast((fact) => fact.kind === 'consent')
  const examined = own.findLast((fact) => fact.kind === 'screening')
  const { visit } = card
  const consent =
    agreed ??
    (visit.agreed === null ? null : { agreed: visit.agreed ? 'agreed' : 'refused', guardianName: '' })
  const screening =
    examined ??
    (visit.screening === null ? null : { outcome: visit.screening, findings: [], examinerName: '' })
  return { ...headOf(open), person: card.person, address: '', phone: '', consent, screening }
}

/** Who is still to come, by hour: whoever has come has a form already. */
function papersHere(open: OpenPack): PrintedList {
  const expected = [...open.pack.people.values()].filter(({ visit }) => visit === null)
  const people = expected
    .map((person) => ({ card: open.cardOf(person), address: '', slotTime: person.slotTime }))
    .toSorted(
      (a, b) =>
        compareText(a.slotTime ?? '99:99', b.slotTime ?? '99:99') ||
        compareText(a.card.person.id, b.card.person.id),
    )
  return { ...headOf(open), people }
}
