/**
 * The folder of messy and hostile lists: made here, kept nowhere.
 *   node test/lists/make-files.ts some-folder
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cellCases } from './cell-cases.ts'
import { headingCases } from './heading-cases.ts'
import { hostileCases } from './hostile-cases.ts'
import type { ListCase } from './list-case.ts'
import { textCases } from './text-cases.ts'

export const listCases: readonly ListCase[] = [...textCases, ...headingCases, ...cellCases, ...hostileCases]

/** `07-a-bomb.xlsx`: in order, with an ending that may lie. */
export function pathOf(folder: string, { name, fileName }: ListCase, at: number): string {
  const words = name.toLowerCase().replace(/[^a-z\d]+/g, '-')
  return join(folder, `${String(at + 1).padStart(3, '0')}-${words}${/\.\w+$/.exec(fileName)![0]}`)
}

export async function makeFiles(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  for (const [at, listCase] of listCases.entries())
    writeFileSync(pathOf(folder, listCase, at), await listCase.make())
}

if (import.meta.main) {
  const folder = process.argv[2]
  if (folder === undefined) throw new Error('Say where: node test/lists/make-files.ts some-folder')
  await makeFiles(folder)
  console.log(`${listCases.length} files in ${folder}`)
}
