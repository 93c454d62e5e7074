import { z } from 'zod'
import { idField } from '#http/fields.ts'
import { problemResponses } from '#http/problem.ts'
import { actorOf } from '#http/session.ts'
import type { App, Deps } from '#http/types.ts'
import { SignedBody } from '#features/accounts/device-contract.ts'
import * as contract from './entry-contract.ts'
import * as lost from './lost-entry-contract.ts'
import { findEntry } from './find-entry.ts'
import { putEntry } from './put-entry.ts'
import { recordLostEntry } from './record-lost-entry.ts'
import { syncEntries, syncFromDevice } from './sync-entries.ts'

const tags = ['doses']
const idParams = z.object({ id: idField })
const SYNC_LIMIT = 1024 * 1024
/** A text in a text needs its quotes marked. */
const SIGNED_LIMIT = 2 * SYNC_LIMIT

/** Open to whoever is signed in: rights taken away meanwhile never strand an entry, it waits in quarantine. */
export function entryRoutes(app: App, deps: Deps): void {
  app.put(
    '/entries/:id',
    {
      config: { access: 'signed-in' },
      schema: {
        operationId: 'putEntry',
        tags,
        summary: 'Record one fact of a site under the id that its phone made; safe to send again',
        params: idParams,
        body: contract.EntryBody,
        response: {
          200: contract.EntryReceipt.describe('It was here before.'),
          201: contract.EntryReceipt.describe('Stored.'),
          202: contract.EntryReceipt.describe('Kept in quarantine.'),
          ...problemResponses,
        },
      },
    },
    async (request, reply) => {
      const receipt = await putEntry(deps, actorOf(request), request.params.id, request.body)
      const status = receipt.outcome === 'duplicate' ? 200 : receipt.stored === 'quarantined' ? 202 : 201
      return reply.code(status).send(receipt)
    },
  )

  app.post(
    '/sync',
    {
      config: { access: 'signed-in' },
      bodyLimit: SYNC_LIMIT,
      schema: {
        operationId: 'syncEntries',
        tags,
        summary: 'Record up to 500 facts in any order; each is answered by itself',
        body: contract.SyncBody,
        response: { 200: contract.SyncAnswer, ...problemResponses },
      },
    },
    (request) => syncEntries(deps, actorOf(request), request.body.entries),
  )

  app.post(
    '/devices/:id/sync',
    {
      config: { access: 'public' },
      bodyLimit: SIGNED_LIMIT,
      schema: {
        operationId: 'syncFromDevice',
        tags,
        summary: 'The same from a phone that signs what it sends; no sign-in is needed',
        description: 'The payload is a SyncBody. The author is who enrolled the phone.',
        params: idParams,
        body: SignedBody,
        response: { 200: contract.SyncAnswer, ...problemResponses },
      },
    },
    (request) => syncFromDevice(deps, request.params.id, request.body),
  )

  app.post(
    '/devices/:id/lost-entries',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'recordLostEntry',
        tags,
        summary: 'A phone says, signed, what became of an entry that it can read no more',
        description:
          'The payload is a LostEntry. The centre gets a question of the kind `lost-entry`; the first statement holds.',
        params: idParams,
        body: SignedBody,
        response: { 200: lost.LostAnswer, ...problemResponses },
      },
    },
    (request) => recordLostEntry(deps, request.params.id, request.body),
  )

  app.get(
    '/entries/:id',
    {
      config: { access: 'signed-in' },
      schema: {
        operationId: 'findEntry',
        tags,
        summary: 'What became of an entry',
        params: idParams,
        response: { 200: contract.StoredEntry, ...problemResponses },
      },
    },
    (request) => findEntry(deps, actorOf(request), request.params.id),
  )
}
