import type { FastifyReply, FastifyRequest } from 'fastify'
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
