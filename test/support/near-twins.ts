import type { BirthPrecision, IdentifierKind, Sex } from '#domain/identity/identifiers.ts'
import { foldPersonName } from '#domain/identity/names.ts'
import { inventBirth, inventName } from '#src/sim/people.ts'
import { createRandom, type Random } from '#src/sim/random.ts'

/**
 * A ward on paper: people who do not exist, some of them written twice with what goes wrong in lists, and families that look
 * like one person and are not. Who is meant is known, so that the rules can be measured.
 */
export type Written = {
  /** Two rows of one person bear one. */
  truth: number
  /** What went wrong in this row; null in one as it should be. */
  defect: Defect | null
  /** The family that makes it hard; null for anybody. */
  family: Family | null
  fullName: string
  bornOn: string
  bornPrecision: BirthPrecision
  sex: Sex
  phone: string
  group: string | null
  numbers: { kind: IdentifierKind; value: string }[]
}

export const defects = [
  'slip-in-name',
  'words-swapped',
  'middle-name-missing',
  'diacritics-lost',
  'd-for-đ',
  'telex-off',
  'day-and-month-swapped',
  'slip-in-birth',
  'year-only',
  'number-mistyped',
  'number-missing',
] as const
export type Defect = (typeof defects)[number]
export type Family = 'twins' | 'number-copied' | 'namesakes' | 'father-and-son'

const TODAY = '2021-10-17'
const GROUPS = 12

/** @returns `people` rows of as many people, hard families among them, and `twins` rows more that repeat somebody. */
export function inventWard(seed: number, { people, twins }: { people: number; twins: number }): Written[] {
  const random = createRandom(seed)
  const rows = new Ward(random).people(people)
  const repeated = random.shuffled(rows).slice(0, twins)
  return random.shuffled([
    ...rows,
    ...repeated.map((row, at) => damage(random, row, defects[at % defects.length]!)),
  ])
}

class Ward {
  readonly #random: Random
  readonly #rows: Written[] = []
  #number = 0
  #truth = 0
  constructor(random: Random) {
    this.#random = random
  }

  people(count: number): Written[] {
    const share = Math.floor(count / 100)
    for (let at = 0; at < share * 3; at++) this.#twins(false)
    for (let at = 0; at < Math.ceil(share / 4); at++) this.#twins(true)
    for (let at = 0; at < share * 3; at++) this.#namesakes()
    for (let at = 0; at < share * 3; at++) this.#fatherAndSon()
    while (this.#rows.length < count) this.#add(this.#invent())
    return this.#rows.slice(0, count)
  }

  /** One birth, one home, one phone; cards issued one after the other, or none yet. */
  #twins(isCopied: boolean): void {
    const family = isCopied ? 'number-copied' : 'twins'
    const first = this.#add({ ...this.#invent({ from: 6, to: 40 }), bornPrecision: 'day', family })
    const sex: Sex = this.#random.chance(0.4) ? 'female' : 'male'
    const names = first.fullName.split(' ')
    const other = inventName(this.#random, sex).split(' ')
    const isNear = sex === first.sex && this.#random.chance(0.5)
    const before = isNear ? names.slice(0, -1) : [names[0]!, ...other.slice(1, -1)]
    const given = other.at(-1) === names.at(-1) ? 'Khôi' : other.at(-1)!
    const hasCard = first.numbers.length > 0
    const numbers = isCopied ? first.numbers : hasCard ? this.#cards(first.bornOn, sex) : []
    this.#add({ ...first, truth: this.#next(), fullName: [...before, given].join(' '), sex, numbers })
  }

  /** One name, other people: in one group too. */
  #namesakes(): void {
    const first = this.#add({ ...this.#invent(), family: 'namesakes' })
    const other = this.#invent()
    const group = this.#random.chance(0.5) ? first.group : other.group
    this.#add({ ...other, fullName: first.fullName, sex: first.sex, group, family: 'namesakes' })
  }

  /** One home, one phone, họ and often đệm in common; now and then the son under the number of the father. */
  #fatherAndSon(): void {
    const father = this.#add({ ...this.#invent({ from: 38, to: 60 }), sex: 'male', family: 'father-and-son' })
    const son = this.#invent({ from: 6, to: 18 })
    const names = father.fullName.split(' ')
    const given = inventName(this.#random, 'male').split(' ').at(-1)!
    const fullName = [...names.slice(0, -1), given === names.at(-1) ? 'Khôi' : given].join(' ')
    const numbers = this.#random.chance(0.1) ? father.numbers : []
    const { phone, group } = father
    this.#add({ ...son, fullName, sex: 'male', phone, group, numbers, family: 'father-and-son' })
  }

  #invent(ages = { from: 6, to: 90 }): Written {
    const random = this.#random
    const sex = random.chance(0.52) ? 'female' : 'male'
    const born = inventBirth(random, TODAY, ages)
    const isYearOnly = born < '1966' && random.chance(0.15)
    return {
      truth: this.#next(),
      defect: null,
      family: null,
      fullName: inventName(random, sex),
      bornOn: isYearOnly ? `${born.slice(0, 4)}-01-01` : born,
      bornPrecision: isYearOnly ? 'year' : 'day',
      sex,
      phone: `09${String(random.below(1e8)).padStart(8, '0')}`,
      group: String(1 + random.below(GROUPS)),
      numbers: born < '2007' && random.chance(0.92) ? this.#cards(born, sex) : [],
    }
  }

  #cards(bornOn: string, sex: Sex): Written['numbers'] {
    this.#number += 1
    const serial = String(100_000 + this.#number * 7).slice(-6)
    const century = (Number(bornOn.slice(0, 2)) - 19) * 2 + (sex === 'female' ? 1 : 0)
    const cccd = { kind: 'cccd' as const, value: `046${century}${bornOn.slice(2, 4)}${serial}` }
    const bhyt = { kind: 'bhyt' as const, value: `46${String(20_000_000 + this.#number * 13)}` }
    return this.#random.chance(0.6) ? [cccd, bhyt] : [cccd]
  }

  #add(row: Written): Written {
    this.#rows.push(row)
    return row
  }

  #next(): number {
    this.#truth += 1
    return this.#truth
  }
}

/** The person once more, as another hand writes them. Half of the time the card is not at hand, or copied with a slip. */
function damage(random: Random, row: Written, asked: Defect): Written {
  const defect = suits(row, asked) ? asked : row.numbers.length > 0 ? 'number-missing' : 'diacritics-lost'
  const again = { ...row, defect, numbers: rewriteNumbers(random, row, defect) }
  const words = row.fullName.split(' ')
  switch (defect) {
    case 'slip-in-name':
      return { ...again, fullName: words.with(...slipIn(random, words)).join(' ') }
    case 'words-swapped':
      return { ...again, fullName: [words.at(-1)!, ...words.slice(0, -1)].join(' ') }
    case 'middle-name-missing':
      return { ...again, fullName: `${words[0]} ${words.at(-1)}` }
    case 'diacritics-lost':
      return { ...again, fullName: foldPersonName(row.fullName).toUpperCase() }
    case 'd-for-đ':
      return { ...again, fullName: row.fullName.replaceAll('Đ', 'D').replaceAll('đ', 'd') }
    case 'telex-off':
      return { ...again, fullName: writeTelex(row.fullName) }
    case 'day-and-month-swapped':
      return {
        ...again,
        bornOn: `${row.bornOn.slice(0, 4)}-${row.bornOn.slice(8)}-${row.bornOn.slice(5, 7)}`,
      }
    case 'slip-in-birth':
      return { ...again, bornOn: `${row.bornOn.slice(0, 8)}${slipInDay(random, row.bornOn.slice(8))}` }
    case 'year-only':
      return { ...again, bornOn: `${row.bornOn.slice(0, 4)}-01-01`, bornPrecision: 'year' }
    default:
      return again
  }
}

function suits({ bornOn, bornPrecision, numbers, fullName, phone }: Written, defect: Defect): boolean {
  const [month, day] = [bornOn.slice(5, 7), bornOn.slice(8)]
  if (defect === 'day-and-month-swapped') return bornPrecision === 'day' && day <= '12' && day !== month
  if (defect === 'slip-in-birth' || defect === 'year-only') return bornPrecision === 'day'
  if (defect === 'number-mistyped' || defect === 'number-missing') return numbers.length > 0
  if (defect === 'd-for-đ') return /đ/i.test(fullName)
  return phone !== ''
}

function rewriteNumbers(random: Random, { numbers }: Written, defect: Defect): Written['numbers'] {
  if (defect === 'number-missing') return []
  const chance = random.next()
  if (defect !== 'number-mistyped' && chance < 0.5) return numbers
  if (defect !== 'number-mistyped' && chance < 0.85) return []
  return numbers.slice(0, 1).map(({ kind, value }) => {
    const at = random.below(value.length)
    const digit = String((Number(value[at]) + 1 + random.below(9)) % 10)
    return { kind, value: value.slice(0, at) + digit + value.slice(at + 1) }
  })
}

const neighbours: Record<string, string> = {
  a: 's',
  n: 'm',
  h: 'g',
  i: 'o',
  o: 'i',
  u: 'y',
  g: 'h',
  t: 'r',
  m: 'n',
  c: 'v',
}

/** One letter left out, doubled or hit beside its key, in any word. */
function slipIn(random: Random, words: readonly string[]): [number, string] {
  const at = random.below(words.length)
  const word = words[at]!
  const where = random.below(word.length)
  const letter = word[where]!
  const wrong = neighbours[foldPersonName(letter)] ?? letter + letter
  const isShort = word.length < 3
  return [at, word.slice(0, where) + (isShort || random.chance(0.6) ? wrong : '') + word.slice(where + 1)]
}

function slipInDay(random: Random, day: string): string {
  const other = [`${day[0]}${(Number(day[1]) + 1) % 10}`, `${(Number(day[0]) + 1) % 3}${day[1]}`]
  const real = other.filter((text) => text >= '01' && text <= '28')
  return real.length === 0 ? '15' : random.pick(real)
}

const marks: Record<string, string> = {
  '\u0301': 's',
  '\u0300': 'f',
  '\u0309': 'r',
  '\u0303': 'x',
  '\u0323': 'j',
}

/** What stays on the paper when the keyboard's Telex was off: tones at the end of the word. */
function writeTelex(name: string): string {
  return name
    .split(' ')
    .map((word) => {
      const letters = Array.from(word.normalize('NFD'))
      const tone = letters.map((letter) => marks[letter] ?? '').join('')
      const plain = letters
        .filter((letter) => !(letter in marks))
        .join('')
        .normalize('NFC')
      return (
        plain
          .replace(/[âêô]/gi, (letter) => foldPersonName(letter).repeat(2))
          .replace(/[ăơư]/gi, (letter) => `${foldPersonName(letter)}w`)
          .replace(/đ/gi, 'dd') + tone
      )
    })
    .join(' ')
}
