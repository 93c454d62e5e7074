import { problemResponses } from '#http/problem.ts'
import { actorOf } from '#http/session.ts'
import type { App, Deps } from '#http/types.ts'
import { importRescue } from './import-rescue.ts'
import * as contract from './rescue-contract.ts'
import { rescuePublicKey } from './rescue-key.ts'

const tags = ['doses']
/** The sealed text and what stands around it. */
const PARCEL_LIMIT = contract.SEALED_MAX + 1024

export function rescueRoutes(app: App, deps: Deps): void {
  app.get(
    '/rescues/key',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'getRescueKey',
        tags,
        summary: 'The key that a phone seals its rescue file with',
        response: { 200: contract.RescueKey, ...problemResponses },
      },
    },
    () => ({ publicKey: rescuePublicKey(deps) }),
  )

  app.post(
    '/rescues',
    {
      config: { access: 'session.run' },
      bodyLimit: PARCEL_LIMIT,
      schema: {
        operationId: 'importRescue',
        tags,
        summary: 'Bring in entries of a phone that cannot send, from its rescue file; safe to send again',
        description:
          'One parcel of the file at a time. The author stays who captured the entries, and is held against the rights of that hour; who brings them need not have any there.',
        body: contract.RescueParcel,
        response: { 200: contract.RescueAnswer, ...problemResponses },
      },
    },
    (request) => importRescue(deps, actorOf(request), request.body),
  )
}
