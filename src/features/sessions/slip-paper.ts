/** How somebody of a staff list signs in for the first time: a slip for each, ten to an A4 page, to be cut apart. */
import { formatFormDay } from '#domain/form-days.ts'
import { fillWords, type Facts, type Language, type Words } from '#domain/problem.ts'
import { dutyWords } from '#domain/roster.ts'
import { mm, qrCode, words, type Content, type Paper } from '#http/pdf/paper.ts'
import type { RosterDetailView } from './roster-queries.ts'
import type { SlipView } from './send-roster.ts'

const slipWords = {
  title: { vi: 'Phiếu đăng nhập', en: 'Sign-in slips', lo: 'ໃບເຂົ້າລະບົບ' },
  address: { vi: 'Địa chỉ', en: 'Address', lo: 'ທີ່ຢູ່' },
  name: { vi: 'Tên đăng nhập', en: 'Sign-in name', lo: 'ຊື່ເຂົ້າລະບົບ' },
  pin: { vi: 'Mã PIN lần đầu', en: 'First PIN', lo: 'PIN ຄັ້ງທຳອິດ' },
  same: { vi: 'Đăng nhập như trước', en: 'Sign in as before', lo: 'ເຂົ້າຄືເກົ່າ' },
  waiting: {
    vi: 'Đã cấp trước đây; cần thì cấp lại',
    en: 'Given before; ask for a new one if lost',
    lo: 'ໃຫ້ໄປກ່ອນແລ້ວ; ຂໍໃໝ່ໄດ້',
  },
} satisfies Record<string, Words>

type Say = (word: keyof typeof slipWords, about?: Facts) => string
type Printing = { authority: { name: string }; address: string; language: Language }

const ACROSS = 2
const CODE = mm(20)
const HEIGHT = mm(50)
const CUT = '#9a9a9a'

export function slipPaper(printing: Printing, list: RosterDetailView, slips: readonly SlipView[]): Paper {
  const { authority, language } = printing
  const say: Say = (word, about = {}) => fillWords(slipWords[word], language, about)
  const days = [...new Set([list.fromOn, list.toOn])].map(formatFormDay).join(' – ')
  const where = `${list.siteName} · ${days}`
  const body: Content[][] = []
  for (let at = 0; at < slips.length; at += ACROSS)
    body.push(
      Array.from({ length: ACROSS }, (_, across) => {
        const slip = slips[at + across]
        const content = slip === undefined ? words('') : slipOf(printing, say, where, slip)
        return { stack: [content], borderColor: [CUT, CUT, CUT, CUT] }
      }),
    )
  return {
    title: `${say('title')} – ${authority.name}`,
    footer: '',
    margins: [mm(10), mm(12), mm(10), mm(10)],
    content:
      body.length === 0
        ? words('')
        : { table: { widths: ['*', '*'], heights: HEIGHT, dontBreakRows: true, body } },
  }
}

function slipOf({ address, language }: Printing, say: Say, where: string, slip: SlipView): Content {
  const pin = slip.pin ?? (slip.waiting ? say('waiting') : say('same'))
  const line = (name: string, value: Content): Content => ({
    columns: [{ ...words(name, { fontSize: 8, color: '#444444' }), width: mm(26) }, value],
    columnGap: 4,
  })
  return {
    margin: [mm(2), mm(1.5), mm(2), 0],
    stack: [
      {
        columns: [
          {
            width: '*',
            stack: [
              words(slip.fullName, { fontSize: 12, bold: true }),
              words(where, { fontSize: 8 }),
              words(slip.duties.map((duty) => dutyWords[duty][language]).join(', '), { fontSize: 9 }),
            ],
          },
          { width: CODE, stack: [qrCode(address, CODE)] },
        ],
      },
      line(say('address'), words(address, { fontSize: 9 })),
      line(say('name'), words(slip.signInName, { bold: true })),
      line(
        say('pin'),
        words(pin, slip.pin === null ? { fontSize: 9 } : { bold: true, fontSize: 15, characterSpacing: 2 }),
      ),
    ],
  }
}
