/** Invitations as they are printed, cut and handed out: eight to an A4 page, each residential group on pages of its own. */
import { formatFormDay } from '#domain/form-days.ts'
import { fillWords, type Facts } from '#domain/problem.ts'
import { mm, qrCode, words, type Content, type Paper } from '#http/pdf/paper.ts'
import type { Deps } from '#http/types.ts'
import type { SheetRow } from './invitation-queries.ts'
import { signInvitation } from './invitation-token.ts'
import { paperWords } from './paper-words.ts'
import type { Printing } from './receipt-papers.ts'

const ACROSS = 2
const CODE = mm(36)
const HEIGHT = mm(63)
const CUT = '#9a9a9a'

type Say = (word: keyof typeof paperWords, about?: Facts) => string

export function invitationPaper(
  deps: Pick<Deps, 'config' | 'sealer' | 'authority'>,
  { authority, language }: Printing,
  rows: readonly SheetRow[],
): Paper {
  const say: Say = (word, about = {}) => fillWords(paperWords[word], language, about)
  const groups = [...Map.groupBy(rows, ({ groupName }) => groupName)].toSorted(([a], [b]) =>
    a.localeCompare(b, 'vi', { numeric: true }),
  )
  return {
    title: say('invitation'),
    footer: '',
    margins: [mm(10), mm(10), mm(10), mm(6)],
    content: groups.flatMap(([groupName, people], at): Content[] => [
      words(say(groupName === '' ? 'noGroup' : 'groupHead', { group: groupName, count: people.length }), {
        bold: true,
        margin: [0, 0, 0, mm(2)],
        ...(at === 0 ? {} : { pageBreak: 'before' as const }),
      }),
      sheetOf(people.map((row) => paperOf(row, signInvitation(deps, row), authority.name, say))),
    ]),
  }
}

function sheetOf(papers: readonly Content[]): Content {
  const body: Content[][] = []
  for (let at = 0; at < papers.length; at += ACROSS) {
    const line = Array.from({ length: ACROSS }, (_, across) => papers[at + across] ?? words(''))
    body.push(line.map((cell) => ({ stack: [cell], borderColor: [CUT, CUT, CUT, CUT] })))
  }
  return { table: { widths: ['*', '*'], heights: HEIGHT, dontBreakRows: true, body } }
}

function paperOf(row: SheetRow, token: string, authority: string, say: Say): Content {
  const { fullName, birthYear, groupName, sessionOn, slotTime, siteName, validTo } = row
  const called =
    sessionOn === null
      ? say('notCalled')
      : [formatFormDay(sessionOn), slotTime].filter((part) => part !== null).join(', ')
  return {
    margin: [mm(2), mm(2), mm(2), 0],
    columnGap: mm(3),
    columns: [
      { width: CODE, stack: [qrCode(token, CODE)] },
      {
        width: '*',
        stack: [
          words(authority, { fontSize: 8, color: '#444444' }),
          words(say('invitation'), { fontSize: 9, bold: true }),
          words(fullName, { fontSize: 13, bold: true, margin: [0, mm(1), 0, 0] }),
          words([say('born', { year: birthYear }), groupName].filter((part) => part !== '').join(' · ')),
          words(called, { bold: true, margin: [0, mm(1.5), 0, 0] }),
          words(siteName ?? ''),
          words(`${say('bring')} ${say('until', { day: formatFormDay(validTo) })}`, {
            fontSize: 8,
            margin: [0, mm(1.5), 0, 0],
          }),
        ],
      },
    ],
  }
}
