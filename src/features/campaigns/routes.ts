import { z } from 'zod'
import { Problem } from '#domain/problem.ts'
import { vietnamAgeCuts, vietnamProducts, vietnamRules } from '#domain/rules-vn.ts'
import { plannedSteps, stepWords } from '#domain/vaccination/steps.ts'
import { ifMatch, setEtag } from '#http/etag.ts'
import { idField } from '#http/fields.ts'
import { decodeCursor, toPage } from '#http/paging.ts'
import { problemResponses } from '#http/problem.ts'
import { actorOf } from '#http/session.ts'
import type { App, Deps } from '#http/types.ts'
import { closeCampaign } from './close-campaign.ts'
import * as contract from './contract.ts'
import { createAgeCut } from './create-age-cut.ts'
import { createCampaign } from './create-campaign.ts'
import { importRules } from './import-rules.ts'
import { loadRules } from './load-rules.ts'
import { openCampaign } from './open-campaign.ts'
import { findCampaign, loadAgeCuts, selectCampaigns } from './queries.ts'
import { targetRoutes } from './target-routes.ts'
import { updateCampaign } from './update-campaign.ts'

const tags = ['campaigns']
const idParams = z.object({ id: idField })
const shipped = { vietnam: { rules: vietnamRules, products: vietnamProducts, ageCuts: vietnamAgeCuts } }
const cursorKeys = z.tuple([z.iso.date(), z.guid()])

export function campaignRoutes(app: App, deps: Deps): void {
  app.get(
    '/campaigns',
    {
      config: { access: 'signed-in' },
      schema: {
        operationId: 'listCampaigns',
        tags,
        summary: 'Campaigns, newest first',
        querystring: contract.campaignsQuery,
        response: { 200: contract.CampaignPage, ...problemResponses },
      },
    },
    async ({ query: { limit, cursor } }) => {
      const keys = decodeCursor(cursor, 2)
      const after = keys === null ? null : cursorKeys.safeParse(keys)
      if (after?.success === false) throw new Problem('request.invalid', { where: '/querystring/cursor' })
      const rows = await selectCampaigns(deps.db, {
        limit,
        after: after === null ? null : { fromOn: after.data[0], id: after.data[1] },
      })
      return toPage(rows, limit, (row) => [row.fromOn, row.id])
    },
  )

  app.get(
    '/campaigns/:id',
    {
      config: { access: 'signed-in' },
      schema: {
        operationId: 'getCampaign',
        tags,
        summary: 'A campaign',
        params: idParams,
        response: { 200: contract.Campaign, ...problemResponses },
      },
    },
    async (request, reply) => {
      const campaign = await findCampaign(deps.db, request.params.id)
      if (campaign === null) throw new Problem('not-found')
      setEtag(reply, campaign.version)
      return campaign
    },
  )

  app.post(
    '/campaigns',
    {
      config: { access: 'campaign.manage' },
      schema: {
        operationId: 'createCampaign',
        tags,
        summary: 'Plan a campaign',
        body: contract.CreateCampaign,
        response: { 201: contract.Campaign, ...problemResponses },
      },
    },
    async (request, reply) => {
      const campaign = await createCampaign(deps, actorOf(request), request.body)
      setEtag(reply, campaign.version)
      return reply.code(201).send(campaign)
    },
  )

  app.patch(
    '/campaigns/:id',
    {
      config: { access: 'campaign.manage' },
      schema: {
        operationId: 'updateCampaign',
        tags,
        summary: 'Change dates, vaccines or planner settings (If-Match)',
        params: idParams,
        body: contract.UpdateCampaign,
        response: { 200: contract.Campaign, ...problemResponses },
      },
    },
    async (request, reply) => {
      const version = ifMatch(request)
      const campaign = await updateCampaign(deps, actorOf(request), request.params.id, version, request.body)
      setEtag(reply, campaign.version)
      return campaign
    },
  )

  for (const [verb, move, summary] of [
    ['open', openCampaign, 'Open a campaign: its sessions may open (If-Match)'],
    ['close', closeCampaign, 'Close a campaign: no session opens any more (If-Match)'],
  ] as const)
    app.post(
      `/campaigns/:id/${verb}`,
      {
        config: { access: 'campaign.manage' },
        schema: {
          operationId: `${verb}Campaign`,
          tags,
          summary,
          params: idParams,
          response: { 200: contract.Campaign, ...problemResponses },
        },
      },
      async (request, reply) => {
        const campaign = await move(deps, actorOf(request), request.params.id, ifMatch(request))
        setEtag(reply, campaign.version)
        return campaign
      },
    )

  app.get(
    '/age-cuts',
    {
      config: { access: 'signed-in' },
      schema: {
        operationId: 'listAgeCuts',
        tags,
        summary: 'Age boundaries that target groups may use',
        response: { 200: contract.AgeCuts, ...problemResponses },
      },
    },
    async () => ({ items: await loadAgeCuts(deps.db) }),
  )

  app.post(
    '/age-cuts',
    {
      config: { access: 'campaign.manage' },
      schema: {
        operationId: 'createAgeCut',
        tags,
        summary: 'Add an age boundary, before any dose is counted',
        body: contract.CreateAgeCut,
        response: { 201: contract.AgeCuts, ...problemResponses },
      },
    },
    async (request, reply) =>
      reply.code(201).send({ items: await createAgeCut(deps, actorOf(request), request.body.fromAge) }),
  )

  app.get(
    '/rules',
    {
      config: { access: 'signed-in' },
      schema: {
        operationId: 'getRules',
        tags,
        summary: 'The whole set of dated rules, as phone and server apply them',
        response: { 200: contract.Rules, ...problemResponses },
      },
    },
    async (_request, reply) => {
      const rules = await loadRules(deps.db)
      if (rules === null) throw new Problem('rules.missing')
      setEtag(reply, rules.version)
      const ageCuts = await loadAgeCuts(deps.db)
      return { ...rules, ageCuts, steps: plannedSteps.map((code) => ({ code, words: stepWords(code) })) }
    },
  )

  app.post(
    '/rules/import',
    {
      config: { access: 'campaign.manage' },
      schema: {
        operationId: 'importRules',
        tags,
        summary: 'Load the published rules, their vaccines and age boundaries; a second time changes nothing',
        body: contract.ImportRules,
        response: { 200: contract.ImportedRules, ...problemResponses },
      },
    },
    (request) => importRules(deps, actorOf(request), shipped[request.body.source]),
  )

  targetRoutes(app, deps)
}
