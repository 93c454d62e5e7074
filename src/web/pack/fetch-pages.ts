import type { PackPage } from '#domain/site-pack/pack.ts'
import { api } from '../shared/api.ts'
import type { PackParts, SitePack } from './packs.ts'

/** Of the answer that said that nothing has changed, by its cursor: the next one like it is not sent. */
const unchanged = new Map<string, string>()

/** Everything the service has to say since `before`; null = nothing has changed. @throws ApiProblem */
export async function fetchPages(
  sessionId: string,
  before: SitePack | null,
): Promise<PackPage<PackParts>[] | null> {
  const pages: PackPage<PackParts>[] = []
  let cursor = before?.cursor
  for (;;) {
    const known = cursor === undefined ? undefined : unchanged.get(cursor)
    const { body, etag } = await api.read<PackPage<PackParts> | undefined>(`/v1/sessions/${sessionId}/pack`, {
      query: { cursor },
      ...(known === undefined ? {} : { ifNoneMatch: known }),
    })
    if (body === undefined) return null
    pages.push(body)
    if (body.cursor === cursor && etag !== null) unchanged.set(cursor, etag)
    cursor = body.cursor
    if (!body.hasMore) return pages
  }
}
