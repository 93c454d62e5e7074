import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What the bundler says of its files, by source. */
type Chunk = {
  file: string
  isEntry?: boolean
  imports?: string[]
  dynamicImports?: string[]
  css?: string[]
  assets?: string[]
}
export type Bundle = Readonly<Record<string, Chunk>>

export const SHELL = 'index.html'
/** Desks have a network. Whatever else there is opens without one. */
const DESK_ONLY = /^_?((centre|stock|accounts|ward|setup)\/|declare-owed)/

export const readBundle = async (folder: string): Promise<Bundle> =>
  JSON.parse(await readFile(join(folder, '.vite/manifest.json'), 'utf8')) as Bundle

/** The files that a page needs before it is drawn: its own, and those that these import. */
export function filesOf(bundle: Bundle, page: string): Set<string> {
  return gather(bundle, [page], ({ imports = [] }) => imports)
}

/** The same with what it may fetch afterwards. */
export function allFilesOf(bundle: Bundle, page: string): Set<string> {
  // The shell may fetch every page: what it fetches is not what this page needs.
  return gather(bundle, [page], ({ isEntry, imports = [], dynamicImports = [] }) =>
    isEntry === true ? imports : [...imports, ...dynamicImports],
  )
}

/** What a phone keeps: the shell, and every page of the site with all that it may fetch, the decoder's wasm too. */
export function offlineFiles(bundle: Bundle): string[] {
  const files = gather(bundle, [SHELL], ({ imports = [], dynamicImports = [] }) => [
    ...imports,
    ...dynamicImports.filter((page) => !DESK_ONLY.test(page)),
  ])
  return [...files].toSorted()
}

function gather(bundle: Bundle, pages: readonly string[], next: (chunk: Chunk) => string[]): Set<string> {
  const seen = new Set<string>()
  const files = new Set<string>()
  const open = [...pages]
  for (let page = open.pop(); page !== undefined; page = open.pop()) {
    if (seen.has(page)) continue
    seen.add(page)
    const chunk = bundle[page]
    if (chunk === undefined) throw new Error(`The build has no ${page}`)
    for (const file of [chunk.file, ...(chunk.css ?? []), ...(chunk.assets ?? [])]) files.add(file)
    open.push(...next(chunk))
  }
  return files
}
