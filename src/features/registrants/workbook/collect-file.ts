/** A file of any kind, checked and gathered: what is done in the reading process before a row is understood. */
import type { ListKind, ListLimits } from '#http/file-reading/limits.ts'
import { openSheets } from '#http/file-reading/sheets.ts'
import { type CollectedList, collectList } from './collect-rows.ts'
import type { ListContext } from './list-context.ts'

export type CollectedFile = CollectedList & { kind: ListKind; encoding: string | null }

export type CollectFileOptions = {
  fileName: string
  limits: ListLimits
  context: Pick<ListContext, 'on' | 'mapping'>
  onProgress: (rows: number) => void
}

export async function collectFile(file: Buffer, options: CollectFileOptions): Promise<CollectedFile> {
  const { fileName, limits, context, onProgress } = options
  const { kind, encoding, sheets } = await openSheets(file, fileName, limits)
  const collect = { kind, limits, on: context.on, mapping: context.mapping ?? {}, onProgress }
  return { ...(await collectList(sheets, collect)), kind, encoding }
}
