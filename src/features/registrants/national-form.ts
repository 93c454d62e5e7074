/**
 * The national form for people to be vaccinated (26 columns, people from row 9 on), with the dose of the row behind it.
 * Its words are Vietnamese whoever reads it: the national platform takes no other.
 */
import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify/sync'
import { writeXlsxStream } from 'hucre/xlsx'
import { formatBirth, formatFormDay } from '#domain/form-days.ts'
import type { BirthPrecision, Sex } from '#domain/identity/identifiers.ts'
import { guardFormula } from '#domain/person-list/cells.ts'
import { FORM_NOTE_ROWS, FORM_SHEET, formColumns, formHeadingRows } from '#domain/person-list/form-columns.ts'
import { isStepCode, stepWords } from '#domain/vaccination/steps.ts'

export type FormDose = {
  id: string
  step: string
  givenOn: string
  productName: string
  lotCode: string
  /** The code of the health facility where it is known, else the name of the place. */
  place: string
}

type NamedPlace = { code: string; name: string }

export type FormPerson = {
  fullName: string
  bornOn: string
  bornPrecision: BirthPrecision
  sex: Sex
  priorityCode: number
  workplace: string
  phone: string
  idNumber: string
  bhyt: string
  province: NamedPlace | null
  district: NamedPlace | null
  ward: NamedPlace | null
  address: string
  householdNumber: string
  householdRelation: string
  ethnicity: string
  isOnPlatform: boolean
  /** Those that count, in order. */
  doses: readonly FormDose[]
}

/** Behind the form: which dose the row is about, and the household book's words. */
const own = [
  'Mũi của dòng này',
  'Vắc xin của mũi này',
  'Lô của mũi này',
  'Ngày của mũi này',
  'Nơi tiêm mũi này',
  'Số hộ',
  'Quan hệ với chủ hộ',
  'Dân tộc',
]
const headingRows = formHeadingRows([...formColumns, ...own.map((heading) => ({ heading }))])
const blank = (count: number) => Array.from({ length: count }, () => '')

/** What stands above the headings: whose paper it is, who took it out of the system, when and what for. */
export function formHead(notes: readonly string[]): string[][] {
  const rows = Array.from({ length: FORM_NOTE_ROWS }, (_, at) => [guardFormula(notes[at] ?? '')])
  const headings = headingRows.map((row) => row.map((text) => text.replaceAll('\n', ' ')))
  return [...rows, ...headings]
}

/** @param about the dose that the row is about; null for somebody without any. */
export function formRow(number: number, person: FormPerson, about: FormDose | null): string[] {
  const { province, district, ward, doses } = person
  const basic = (step: string) => doseCells(doses.find((each) => each.step === step) ?? null)
  const cells = [
    String(number),
    person.fullName,
    formatBirth(person),
    { male: '0', female: '1', other: '', unknown: '' }[person.sex],
    String(person.priorityCode),
    person.workplace,
    person.phone,
    person.idNumber,
    person.bhyt,
    ...[province, district, ward].flatMap((place) => [place?.name ?? '', place?.code ?? '']),
    person.address,
    ...basic('primary-1'),
    ...basic('primary-2'),
    person.isOnPlatform ? 'Đã lên hệ thống' : '',
    '',
    ...aboutCells(about),
    person.householdNumber,
    person.householdRelation,
    person.ethnicity,
  ]
  return cells.map(guardFormula)
}

function doseCells(given: FormDose | null): string[] {
  if (given === null) return blank(4)
  return [given.productName, formatFormDay(given.givenOn), given.lotCode, given.place]
}

function aboutCells(given: FormDose | null): string[] {
  if (given === null) return blank(5)
  const [product, on, lot, place] = doseCells(given) as [string, string, string, string]
  const { step } = given
  return [isStepCode(step) ? stepWords(step).vi : step, product, lot, on, place]
}

type Batches = AsyncIterable<readonly (readonly string[])[]>

/** Rows come in batches and leave as they come: neither the file nor the list is ever whole in memory. */
export function writeForm(format: 'xlsx' | 'csv', batches: Batches): Readable {
  if (format === 'csv') return Readable.from(writeText(batches))
  // All text: a number would lose the zeros in front of a phone or a card.
  return Readable.from(readChunks(writeXlsxStream(eachRow(batches), { name: FORM_SHEET })))
}

async function* eachRow(batches: Batches): AsyncGenerator<(string | null)[]> {
  for await (const batch of batches)
    for (const row of batch) yield row.map((cell) => (cell === '' ? null : cell))
}

async function* readChunks(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader()
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value
  } finally {
    // Also when whoever was downloading has gone.
    await reader.cancel()
  }
}

/** With a byte order mark, without which Excel takes UTF-8 for something else. */
async function* writeText(batches: Batches): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  yield encoder.encode('\ufeff')
  for await (const batch of batches)
    yield encoder.encode(
      stringify(
        batch.map((row) => [...row]),
        { record_delimiter: '\r\n' },
      ),
    )
}
