import { z } from 'zod'
import { idField } from '#http/fields.ts'
import { problemResponses } from '#http/problem.ts'
import { actorOf } from '#http/session.ts'
import type { App, Deps } from '#http/types.ts'
import * as contract from './pack-contract.ts'
import { readPack } from './read-pack.ts'

export function packRoutes(app: App, deps: Deps): void {
  app.get(
    '/sessions/:id/pack',
    {
      config: { access: 'pack.read' },
      schema: {
        operationId: 'readPack',
        tags: ['doses'],
        summary: 'What a phone of the crew carries to work without a network, and what has changed of it',
        params: z.object({ id: idField }),
        querystring: contract.PackQuery,
        headers: z.object({ 'if-none-match': z.string().max(100).optional() }),
        response: {
          200: contract.SitePack,
          304: z.undefined().describe('Nothing has changed since that answer.'),
          ...problemResponses,
        },
      },
    },
    async (request, reply) => {
      const { pack, tag } = await readPack(deps, actorOf(request), request.params.id, request.query)
      const etag = `"${tag}"`
      void reply.header('etag', etag)
      if (request.headers['if-none-match'] === etag) return reply.code(304).send()
      return reply.send(pack)
    },
  )
}
