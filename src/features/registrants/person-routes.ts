import { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { localDateAt } from '#domain/dates.ts'
import { Problem } from '#domain/problem.ts'
import { inScope, type Tx } from '#db/db.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { requireReach, scopeOf } from '#http/access.ts'
import { ifMatch, setEtag } from '#http/etag.ts'
import { idField } from '#http/fields.ts'
import { decodeCursor, toPage } from '#http/paging.ts'
import { problemResponses } from '#http/problem.ts'
import { actorOf } from '#http/session.ts'
import type { App, Deps } from '#http/types.ts'
import * as contract from './contract.ts'
import { idKey } from './cursor.ts'
import { findCard } from './person-card.ts'
import { filterOn } from './person-filter.ts'
import { countPeople, SEARCH_HITS_MAX, selectPeople } from './person-queries.ts'
import { registerPerson } from './register-person.ts'
import { scopeWithin, seekPeople } from './seek-people.ts'
import { updatePerson } from './update-person.ts'

const tags = ['registrants']
const idParams = z.object({ id: idField })

export function personRoutes(app: App, deps: Deps): void {
  app.get(
    '/people',
    {
      config: { access: 'person.search' },
      schema: {
        operationId: 'listPeople',
        tags,
        summary: 'People in your scope by tên, filtered; numbers masked',
        querystring: contract.peopleQuery,
        response: { 200: contract.PersonPage, ...problemResponses },
      },
    },
    (request, _reply) => readPeople(deps, actorOf(request), null, request.query),
  )

  app.get(
    '/people/count',
    {
      config: { access: 'person.search' },
      schema: {
        operationId: 'countPeople',
        tags,
        summary: 'How many people of a ward of yours the filter means; nobody is named',
        querystring: contract.peopleCountQuery,
        response: { 200: contract.PeopleCount, ...problemResponses },
      },
    },
    (request) => {
      const actor = actorOf(request)
      const { wardId } = request.query
      requireReach(actor, 'person.search', { wardId })
      const { scope } = scopeWithin(actor, 'person.search', wardId)
      const today = localDateAt(deps.clock(), deps.authority.timeZone)
      const filter = filterOn(request.query, today)
      const count = async (tx: Tx) => ({ people: await countPeople(tx, filter) })
      return inScope(deps.db, { ...scope, accountId: actor.accountId }, count, { readOnly: true })
    },
  )

  app.post(
    '/people/search',
    {
      config: { access: 'person.search', changesNothing: true },
      schema: {
        operationId: 'searchPeople',
        tags,
        summary: 'The people in your scope whom a part of a name or number finds; numbers masked',
        body: contract.SearchPeople,
        response: { 200: contract.PersonPage, ...problemResponses },
      },
    },
    (request) => {
      const { q, ...query } = request.body
      return readPeople(deps, actorOf(request), q, query)
    },
  )

  app.post(
    '/people',
    {
      config: { access: 'person.edit' },
      schema: {
        operationId: 'registerPerson',
        tags,
        summary: 'Put one person on a list by form; likely the same ones are shown first',
        body: contract.RegisterPerson,
        response: { 200: contract.RegisteredPerson, 201: contract.RegisteredPerson, ...problemResponses },
      },
    },
    async (request, reply) => {
      const answer = await registerPerson(deps, actorOf(request), request.body)
      if (answer.person !== null) setEtag(reply, answer.person.version)
      return reply.code(answer.registered ? 201 : 200).send(answer)
    },
  )

  app.get(
    '/people/:id',
    {
      config: { access: 'person.read' },
      schema: {
        operationId: 'readPerson',
        tags,
        summary: 'The card of a person; the reading is written down',
        params: idParams,
        response: { 200: contract.Person, ...problemResponses },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      const scope = { ...scopeOf(actor, 'person.read'), accountId: actor.accountId }
      const found = await inScope(deps.db, scope, async (tx) => {
        const person = await findCard(
          tx,
          request.params.id,
          localDateAt(deps.clock(), deps.authority.timeZone),
        )
        if (person === null) throw new Problem('not-found')
        await appendAudit(tx, actor, deps.clock(), {
          action: 'readPerson',
          subjectKind: 'person',
          subjectId: person.id,
          placeId: person.wardId,
        })
        return person
      })
      setEtag(reply, found.version)
      return found
    },
  )

  app.patch(
    '/people/:id',
    {
      config: { access: 'person.edit' },
      schema: {
        operationId: 'updatePerson',
        tags,
        summary: 'Put a person right',
        params: idParams,
        body: contract.UpdatePerson,
        response: { 200: contract.Person, ...problemResponses },
      },
    },
    async (request, reply) => {
      const person = await updatePerson(
        deps,
        actorOf(request),
        request.params.id,
        ifMatch(request),
        request.body,
      )
      setEtag(reply, person.version)
      return person
    },
  )
}

/** Who looked for whom is not kept, only that somebody looked, where, and at how many. */
function readPeople(
  deps: Deps,
  actor: Actor,
  q: string | null,
  { limit, cursor, ...plain }: z.infer<typeof contract.peopleQuery>,
): Promise<z.infer<typeof contract.PersonPage>> {
  const { scope, isOwnWard } = scopeWithin(actor, 'person.search', plain.wardId)
  const today = localDateAt(deps.clock(), deps.authority.timeZone)
  const stated = filterOn(plain, today)
  const keys = decodeCursor(cursor, 2)
  const after = keys === null ? null : { nameKey: String(keys[0]), id: idKey(keys[1]) }
  return inScope(deps.db, { ...scope, accountId: actor.accountId }, async (tx) => {
    const filter = await seekPeople(tx, q, stated, isOwnWard)
    const page = { limit: q === null || isOwnWard ? limit : SEARCH_HITS_MAX, after }
    const rows = await selectPeople(tx, filter, page)
    await appendAudit(tx, actor, deps.clock(), {
      action: q === null ? 'listPeople' : 'searchPeople',
      subjectKind: 'person',
      subjectId: null,
      placeId: plain.wardId ?? plain.groupId ?? null,
      detail: { listId: plain.listId ?? null, rows: rows.length },
    })
    const { items, nextCursor } = toPage(rows, page.limit, (row) => [row.nameKey, row.person.id])
    return { items: items.map(({ person }) => person), nextCursor }
  })
}
