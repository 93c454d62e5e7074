/** The receipts that a ward keeps in its hand, as papers to be signed. */
import { punctualityWords, timeLeft } from '#domain/declaration.ts'
import { formatFormInstant } from '#domain/form-days.ts'
import { rowOutcomes } from '#domain/person-list/words.ts'
import { fillWords, type Facts, type Language } from '#domain/problem.ts'
import type { Punctuality } from '#domain/upload.ts'
import { facts, mm, table, words, type Content, type Paper } from '#http/pdf/paper.ts'
import type { DeclarationView } from './declaration-queries.ts'
import { outcomeNames, paperWords } from './paper-words.ts'
import type { Receipt } from './upload-receipt.ts'

export type Printing = { authority: { name: string; timeZone: string }; language: Language; now: Date }

const margins = [mm(20), mm(18), mm(20), mm(18)] as const

type Say = (word: keyof typeof paperWords, about?: Facts) => string
type Speaking = { say: Say; at: (instant: string) => string }

function speak({ authority, language }: Printing): Speaking {
  return {
    say: (word, about = {}) => fillWords(paperWords[word], language, about),
    at: (instant) => formatFormInstant(new Date(instant), authority.timeZone),
  }
}

function receiptPaper(
  printing: Printing,
  { say, at }: Speaking,
  { title, lead, body, sender }: { title: string; lead: string; body: readonly Content[]; sender: string },
): Paper {
  const { authority, now } = printing
  return {
    title,
    footer: `${authority.name} · ${say('printed', { at: at(now.toISOString()) })}`,
    margins,
    content: [
      words(authority.name, { color: '#444444', margin: [0, 0, 0, mm(4)] }),
      words(title, { bold: true, fontSize: 15, alignment: 'center' }),
      words(lead, { alignment: 'center', margin: [0, 2, 0, mm(6)] }),
      ...body,
      {
        unbreakable: true,
        margin: [0, mm(12), 0, 0],
        columns: [signature(say, 'sender', sender), signature(say, 'receiver', '')],
      },
    ],
  }
}

function signature(say: Say, who: 'sender' | 'receiver', name: string): Content {
  return {
    stack: [
      words(say(who), { bold: true }),
      words(say('sign'), { italics: true, fontSize: 9, margin: [0, 0, 0, mm(20)] }),
      words(name),
    ],
    alignment: 'center',
  }
}

/** `Đúng hạn, trước hạn 1 giờ 5 phút`; without a deadline or a confirmation only the state. */
function againstDeadline(
  { language }: Printing,
  { say }: Speaking,
  { dueAt, doneAt, inTime }: { dueAt: string | null; doneAt: string | null; inTime: Punctuality },
): string {
  const state = punctualityWords[inTime][language]
  if (dueAt === null || doneAt === null) return state
  const { overdue, days, hours, minutes } = timeLeft(new Date(dueAt), new Date(doneAt))
  const span = say(days > 0 ? 'days' : hours > 0 ? 'hours' : 'minutes', { days, hours, minutes })
  return say(overdue ? 'after' : 'before', { state, span })
}

export function uploadReceiptPaper(printing: Printing, receipt: Receipt): Paper {
  const speaking = speak(printing)
  const { say, at } = speaking
  const { counts, decided, dueAt, committedAt: doneAt, inTime } = receipt
  const who = (instant: string | null, by: string) => (instant === null ? '–' : `${at(instant)}, ${by}`)
  const undone = receipt.undoneAt !== null
  const rows: [string, string][] = [
    [say('list'), receipt.listName],
    [say('ward'), receipt.wardName],
    [say('file'), `${receipt.fileName} (${Math.ceil(receipt.bytes / 1024)} kB)`],
    [say('uploaded'), who(receipt.uploadedAt, receipt.uploadedBy)],
    [say('confirmed'), who(doneAt, receipt.committedBy)],
    ...(undone
      ? ([
          [say('undone'), who(receipt.undoneAt, receipt.undoneBy)],
          [say('reason'), receipt.undoneReason],
        ] satisfies [string, string][])
      : []),
    [say('due'), dueAt === null ? '–' : at(dueAt)],
    [say('inTime'), againstDeadline(printing, speaking, { dueAt, doneAt, inTime })],
    ...(counts.suspected === 0
      ? []
      : ([
          [
            say('doubtful'),
            say('decided', { same: decided.samePerson, other: decided.otherPerson, open: decided.open }),
          ],
        ] satisfies [string, string][])),
    // In two: sixty-four letters without a space are wider than the paper.
    [say('hash'), `${receipt.fileHash.slice(0, 32)} ${receipt.fileHash.slice(32)}`],
  ]
  const sums = table(
    [
      { head: say('outcome'), width: '*' },
      { head: say('rows'), width: mm(35), isNumber: true },
    ],
    [
      ...rowOutcomes.map((outcome) => [outcomeNames[outcome][printing.language], String(counts[outcome])]),
      [say('rowsRead'), String(counts.rowsRead)],
    ],
    { hasSum: true },
  )
  const notice = undone ? [words(say('undoneTitle'), { bold: true, margin: [0, 0, 0, mm(4)] })] : []
  return receiptPaper(printing, speaking, {
    title: say('uploadTitle'),
    lead: receipt.wardName,
    body: [...notice, facts(rows), { stack: [sums], margin: [0, mm(6), 0, 0] }],
    sender: receipt.committedBy,
  })
}

export function declarationPaper(printing: Printing, declaration: DeclarationView): Paper {
  const speaking = speak(printing)
  const { say, at } = speaking
  const { dueAt, receivedAt: doneAt, inTime, numbers, total, note } = declaration
  const rows: [string, string][] = [
    [say('campaign'), declaration.campaignName],
    [say('ward'), declaration.wardName],
    [say('declaredAt'), at(doneAt)],
    [say('declaredBy'), declaration.declaredBy],
    [say('due'), dueAt === null ? say('none') : at(dueAt)],
    [say('inTime'), againstDeadline(printing, speaking, { dueAt, doneAt, inTime })],
    ...(note === '' ? [] : ([[say('note'), note]] satisfies [string, string][])),
    [say('number'), declaration.id],
  ]
  const sums = table(
    [
      { head: say('group'), width: '*' },
      { head: say('persons'), width: mm(35), isNumber: true },
    ],
    [...numbers.map(({ label, persons }) => [label, String(persons)]), [say('total'), String(total)]],
    { hasSum: true },
  )
  const notice = declaration.current ? [] : [words(say('older'), { bold: true, margin: [0, 0, 0, mm(4)] })]
  return receiptPaper(printing, speaking, {
    title: say('totalsTitle'),
    lead: `${declaration.wardName} · ${declaration.campaignName}`,
    body: [...notice, facts(rows), { stack: [sums], margin: [0, mm(6), 0, 0] }],
    sender: declaration.declaredBy,
  })
}
