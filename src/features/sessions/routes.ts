import { z } from 'zod'
import { localDateAt } from '#domain/dates.ts'
import { Problem } from '#domain/problem.ts'
import { requireReach, scopeOf } from '#http/access.ts'
import { ifMatch, setEtag } from '#http/etag.ts'
import { idField } from '#http/fields.ts'
import { decodeCursor, toPage } from '#http/paging.ts'
import { problemResponses } from '#http/problem.ts'
import { actorOf } from '#http/session.ts'
import type { App, Deps } from '#http/types.ts'
import * as contract from './contract.ts'
import { createSite } from './create-site.ts'
import { crewRoutes } from './crew-routes.ts'
import { peopleRoutes } from './people-routes.ts'
import { joinRoutes } from './join-routes.ts'
import { findSite, selectSites } from './queries.ts'
import { rosterRoutes } from './roster-routes.ts'
import { datedSessionRoutes } from './session-routes.ts'
import { updateSite } from './update-site.ts'

const tags = ['sessions']
const idParams = z.object({ id: idField })
const cursorKeys = z.tuple([z.string(), z.guid()])

export function sessionRoutes(app: App, deps: Deps): void {
  const today = () => localDateAt(deps.clock(), deps.authority.timeZone)

  app.get(
    '/sites',
    {
      config: { access: 'session.read' },
      schema: {
        operationId: 'listSites',
        tags,
        summary: 'Sites within your reach, by name',
        querystring: contract.sitesQuery,
        response: { 200: contract.SitePage, ...problemResponses },
      },
    },
    async (request, _reply) => {
      const { limit, cursor, ...filter } = request.query
      const keys = decodeCursor(cursor, 2)
      const after = keys === null ? null : cursorKeys.safeParse(keys)
      if (after?.success === false) throw new Problem('request.invalid', { where: '/querystring/cursor' })
      const rows = await selectSites(
        deps.db,
        scopeOf(actorOf(request), 'session.read'),
        { ...filter, today: today() },
        { limit, after: after === null ? null : { name: after.data[0], id: after.data[1] } },
      )
      return toPage(rows, limit, (row) => [row.name, row.id])
    },
  )

  app.get(
    '/sites/:id',
    {
      config: { access: 'session.read' },
      schema: {
        operationId: 'getSite',
        tags,
        summary: 'A site',
        params: idParams,
        response: { 200: contract.Site, ...problemResponses },
      },
    },
    async (request, reply) => {
      const site = await findSite(deps.db, request.params.id, today())
      if (site === null) throw new Problem('not-found')
      requireReach(actorOf(request), 'session.read', { wardId: site.wardId, siteId: site.id })
      setEtag(reply, site.version)
      return site
    },
  )

  app.post(
    '/sites',
    {
      config: { access: 'session.plan' },
      schema: {
        operationId: 'createSite',
        tags,
        summary: 'Add a fixed site or a mobile team, with its fridge',
        body: contract.CreateSite,
        response: { 201: contract.Site, ...problemResponses },
      },
    },
    async (request, reply) => {
      const site = await createSite(deps, actorOf(request), request.body)
      setEtag(reply, site.version)
      return reply.code(201).send(site)
    },
  )

  app.patch(
    '/sites/:id',
    {
      config: { access: 'session.plan' },
      schema: {
        operationId: 'updateSite',
        tags,
        summary: 'Change name, facility code or last day of a site (If-Match)',
        params: idParams,
        body: contract.UpdateSite,
        response: { 200: contract.Site, ...problemResponses },
      },
    },
    async (request, reply) => {
      const version = ifMatch(request)
      const site = await updateSite(deps, actorOf(request), request.params.id, version, request.body)
      setEtag(reply, site.version)
      return site
    },
  )

  datedSessionRoutes(app, deps)
  peopleRoutes(app, deps)
  crewRoutes(app, deps)
  joinRoutes(app, deps)
  rosterRoutes(app, deps)
}
