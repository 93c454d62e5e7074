import { z } from 'zod'
import { idField } from '#http/fields.ts'
import { problemResponses } from '#http/problem.ts'
import { actorOf } from '#http/session.ts'
import type { App, Deps } from '#http/types.ts'
import { getPlanSupply } from './get-plan-supply.ts'
import { setExpectedArrival } from './set-expected-arrival.ts'
import { setWardSupply } from './set-ward-supply.ts'
import * as contract from './supply-contract.ts'

const tags = ['planner']

export function supplyRoutes(app: App, deps: Deps): void {
  app.get(
    '/plan-supply',
    {
      config: { access: 'plan.read' },
      schema: {
        operationId: 'getPlanSupply',
        tags,
        summary:
          'What the planner is told beside stock and doses: stores, roads, least stock, announced vaccine',
        response: { 200: contract.PlanSupply, ...problemResponses },
      },
    },
    (request) => getPlanSupply(deps, actorOf(request)),
  )

  app.put(
    '/plan-supply/wards/:wardId',
    {
      config: { access: 'plan.approve' },
      schema: {
        operationId: 'setWardSupply',
        tags,
        summary: 'How a ward can be supplied; the last word counts, all of them stay',
        params: z.object({ wardId: idField }),
        body: contract.WardSupplyBody,
        response: { 200: contract.PlanSupply, ...problemResponses },
      },
    },
    async (request) => {
      const actor = actorOf(request)
      await setWardSupply(deps, actor, request.params.wardId, request.body)
      return getPlanSupply(deps, actor)
    },
  )

  app.put(
    '/plan-supply/arrivals/:id',
    {
      config: { access: 'plan.approve' },
      schema: {
        operationId: 'setExpectedArrival',
        tags,
        summary: 'Vaccine that is announced, by an id of the caller’s; no doses withdraws it',
        params: z.object({ id: idField }),
        body: contract.ExpectedArrivalBody,
        response: { 200: contract.PlanSupply, ...problemResponses },
      },
    },
    async (request) => {
      const actor = actorOf(request)
      await setExpectedArrival(deps, actor, request.params.id, request.body)
      return getPlanSupply(deps, actor)
    },
  )
}
