import { z } from 'zod'
import { Problem } from '#domain/problem.ts'
import { inScope } from '#db/db.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { scopeOf } from '#http/access.ts'
import { ifMatch, setEtag } from '#http/etag.ts'
import { idField } from '#http/fields.ts'
import { problemResponses } from '#http/problem.ts'
import { actorOf } from '#http/session.ts'
import type { App, Deps } from '#http/types.ts'
import * as contract from './contract.ts'
import { markOnPlatform } from './mark-on-platform.ts'
import { selectHistory } from './person-history.ts'
import { findPerson } from './person-queries.ts'
import { recordPersonEvent } from './record-person-event.ts'
import { registerChild } from './register-child.ts'

const tags = ['registrants']
const idParams = z.object({ id: idField })

/** What happens to people, and what was said about them. */
export function personEventRoutes(app: App, deps: Deps): void {
  app.get(
    '/people/:id/events',
    {
      config: { access: 'person.edit' },
      schema: {
        operationId: 'listPersonEvents',
        tags,
        summary: 'The history of a person: who said what, when, before and after',
        params: idParams,
        response: { 200: contract.PersonHistory, ...problemResponses },
      },
    },
    async (request) => {
      const actor = actorOf(request)
      const scope = { ...scopeOf(actor, 'person.edit'), accountId: actor.accountId }
      return inScope(deps.db, scope, async (tx) => {
        const person = await findPerson(tx, request.params.id)
        if (person === null) throw new Problem('not-found')
        const history = await selectHistory(tx, person.id)
        await appendAudit(tx, actor, deps.clock(), {
          action: 'listPersonEvents',
          subjectKind: 'person',
          subjectId: person.id,
          placeId: person.wardId,
        })
        return history
      })
    },
  )

  app.post(
    '/people/:id/events',
    {
      config: { access: 'person.edit' },
      schema: {
        operationId: 'recordPersonEvent',
        tags,
        summary: 'Moved, came back, died, or written down by mistake; doses keep the residence of their day',
        params: idParams,
        body: contract.RecordPersonEvent,
        response: { 200: contract.Person, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const person = await recordPersonEvent(deps, actorOf(request), id, ifMatch(request), request.body)
      setEtag(reply, person.version)
      return person
    },
  )

  app.post(
    '/people/:id/children',
    {
      config: { access: 'person.edit' },
      schema: {
        operationId: 'registerChild',
        tags,
        summary: 'A birth: the child is registered where its guardian lives',
        params: idParams,
        body: contract.RegisterChild,
        response: { 200: contract.RegisteredPerson, 201: contract.RegisteredPerson, ...problemResponses },
      },
    },
    async (request, reply) => {
      const answer = await registerChild(deps, actorOf(request), request.params.id, request.body)
      if (answer.person !== null) setEtag(reply, answer.person.version)
      return reply.code(answer.registered ? 201 : 200).send(answer)
    },
  )

  app.post(
    '/people/platform-marks',
    {
      config: { access: 'person.edit' },
      schema: {
        operationId: 'markOnPlatform',
        tags,
        summary: 'Say of people, or of a whole day, that they are entered on the national platform',
        body: contract.MarkOnPlatform,
        response: { 200: contract.MarkedOnPlatform, ...problemResponses },
      },
    },
    (request) => markOnPlatform(deps, actorOf(request), request.body),
  )
}
