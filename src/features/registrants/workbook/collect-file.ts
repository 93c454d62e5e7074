/** A file of any kind, checked and gathered: what is done in the reading process before a row is understood. */
import { type CollectedList, collectList } from './collect-rows.ts'
import { decideKind } from './file-kind.ts'
import type { ListKind, ListLimits } from './limits.ts'
import type { ListContext } from './list-context.ts'

export type CollectedFile = CollectedList & { kind: ListKind; encoding: string | null }

export type CollectFileOptions = {
  fileName: string
  limits: ListLimits
  context: Pick<ListContext, 'on' | 'mapping'>
  onProgress: (rows: number) => void
}

/** The library of each format is only loaded where it is needed: they are most of the process's memory. */
export async function collectFile(file: Buffer, options: CollectFileOptions): Promise<CollectedFile> {
  const { fileName, limits, context, onProgress } = options
  const kind = decideKind(file, fileName, limits)
  const collect = { kind, limits, on: context.on, mapping: context.mapping ?? {}, onProgress }
  if (kind === 'csv') {
    const { readText } = await import('./read-text.ts')
    const sheet = readText(file)
    return { ...(await collectList([sheet], collect)), kind, encoding: sheet.encoding }
  }
  const sheets =
    kind === 'xlsx'
      ? (await import('./read-xlsx.ts')).readXlsx(file, limits)
      : (await import('./read-xls.ts')).readXls(file)
  return { ...(await collectList(sheets, collect)), kind, encoding: null }
}
