import type { FastifyReply, FastifyRequest } from 'fastify'
import { canonicalJson } from '#domain/canonical-json.ts'
import { Problem } from '#domain/problem.ts'

/** What people edit carries its version as an ETag, and an edit says which version it has seen. */
export function setEtag(reply: FastifyReply, version: number): void {
  void reply.header('etag', `"${version}"`)
}

/** @throws Problem `request.if-match-required`, `request.invalid`. */
export function ifMatch(request: FastifyRequest): number {
  const header = request.headers['if-match']
  if (header === undefined) throw new Problem('request.if-match-required')
  const match = /^(?:W\/)?"(\d{1,9})"$/.exec(header)
  if (match === null) throw new Problem('request.invalid', { where: '/headers/if-match' })
  return Number(match[1])
}

/**
 * Somebody who has seen `version` asks for an edit.
 *
 * @param asked what shall stand afterwards; what is undefined is left as it is.
 * @returns false when that stands already, one version on: it is the same edit again, whose answer was lost.
 * @throws Problem `request.stale`.
 */
export function mustEdit<Row extends { version: number }>(
  found: Row,
  version: number,
  asked: { readonly [Field in keyof Row]?: Row[Field] | undefined },
): boolean {
  if (found.version === version) return true
  const stands = Object.entries(asked).every(
    ([field, value]) =>
      value === undefined || canonicalJson(found[field as keyof Row]) === canonicalJson(value),
  )
  if (found.version !== version + 1 || !stands) throw new Problem('request.stale')
  return false
}
