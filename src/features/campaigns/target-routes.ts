import { z } from 'zod'
import { Problem } from '#domain/problem.ts'
import { ifMatch, setEtag } from '#http/etag.ts'
import { idField } from '#http/fields.ts'
import { decodeCursor, toPage } from '#http/paging.ts'
import { problemResponses } from '#http/problem.ts'
import { actorOf } from '#http/session.ts'
import type { App, Deps } from '#http/types.ts'
import * as contract from './contract.ts'
import { createTargetGroup } from './create-target-group.ts'
import { putTargets } from './put-targets.ts'
import { findCampaign, selectTargetGroups, selectTargets, type TargetRow } from './queries.ts'
import { updateTargetGroup } from './update-target-group.ts'

const tags = ['campaigns']
const idParams = z.object({ id: idField })
const cursorKeys = z.tuple([z.guid(), z.guid(), z.string()])

export function targetRoutes(app: App, deps: Deps): void {
  app.get(
    '/campaigns/:id/target-groups',
    {
      config: { access: 'signed-in' },
      schema: {
        operationId: 'listTargetGroups',
        tags,
        summary: 'Target groups of a campaign',
        params: idParams,
        response: { 200: contract.TargetGroups, ...problemResponses },
      },
    },
    async ({ params: { id } }) => {
      if ((await findCampaign(deps.db, id)) === null) throw new Problem('not-found')
      return { items: await selectTargetGroups(deps.db, id) }
    },
  )

  app.post(
    '/campaigns/:id/target-groups',
    {
      config: { access: 'campaign.manage' },
      schema: {
        operationId: 'createTargetGroup',
        tags,
        summary: 'Add a target group; its ages must be boundaries',
        params: idParams,
        body: contract.CreateTargetGroup,
        response: { 201: contract.TargetGroup, ...problemResponses },
      },
    },
    async (request, reply) => {
      const group = await createTargetGroup(deps, actorOf(request), request.params.id, request.body)
      setEtag(reply, group.version)
      return reply.code(201).send(group)
    },
  )

  app.patch(
    '/target-groups/:id',
    {
      config: { access: 'campaign.manage' },
      schema: {
        operationId: 'updateTargetGroup',
        tags,
        summary: 'Change a target group (If-Match)',
        params: idParams,
        body: contract.UpdateTargetGroup,
        response: { 200: contract.TargetGroup, ...problemResponses },
      },
    },
    async (request, reply) => {
      const version = ifMatch(request)
      const group = await updateTargetGroup(deps, actorOf(request), request.params.id, version, request.body)
      setEtag(reply, group.version)
      return group
    },
  )

  app.get(
    '/campaigns/:id/targets',
    {
      config: { access: 'signed-in' },
      schema: {
        operationId: 'listTargets',
        tags,
        summary: 'The newest target of each place, target group and dose',
        params: idParams,
        querystring: contract.targetsQuery,
        response: { 200: contract.TargetPage, ...problemResponses },
      },
    },
    async ({ params: { id: campaignId }, query: { limit, cursor, placeId, ...filter } }) => {
      if ((await findCampaign(deps.db, campaignId)) === null) throw new Problem('not-found')
      const keys = decodeCursor(cursor, 3)
      const after = keys === null ? null : cursorKeys.safeParse(keys)
      if (after?.success === false) throw new Problem('request.invalid', { where: '/querystring/cursor' })
      const rows = await selectTargets(
        deps.db,
        { campaignId, ...filter, ...(placeId === undefined ? {} : { placeIds: [placeId] }) },
        {
          limit,
          after:
            after === null
              ? null
              : { placeId: after.data[0], targetGroupId: after.data[1], step: after.data[2] },
        },
      )
      const page = toPage(rows, limit, (row) => [row.placeId, row.targetGroupId, row.step])
      return { ...page, items: page.items.map(shown) }
    },
  )

  app.put(
    '/campaigns/:id/targets',
    {
      config: { access: 'campaign.manage' },
      schema: {
        operationId: 'putTargets',
        tags,
        summary: 'Store targets in bulk; the newest of each place, target group and dose holds',
        params: idParams,
        body: contract.PutTargets,
        response: { 200: contract.StoredTargets, ...problemResponses },
      },
    },
    (request) => putTargets(deps, actorOf(request), request.params.id, request.body.rows),
  )
}

function shown(row: TargetRow) {
  return { ...row, recordedAt: row.recordedAt.toISOString() }
}
