import { z } from 'zod'
import { idField } from '#http/fields.ts'
import { problemResponses } from '#http/problem.ts'
import { actorOf } from '#http/session.ts'
import type { App, Deps } from '#http/types.ts'
import * as contract from './contract.ts'
import { decidePlanLine } from './decide-plan-line.ts'
import { getPlanOutcome } from './get-plan-outcome.ts'
import { proposePlan } from './propose-plan.ts'
import { getPlan, listPlans } from './read-plans.ts'
import { tryPlan } from './try-plan.ts'

const tags = ['planner']

export function plannerRoutes(app: App, deps: Deps): void {
  app.get(
    '/plans',
    {
      config: { access: 'plan.read' },
      schema: {
        operationId: 'listPlans',
        tags,
        summary: 'Plans, newest first',
        querystring: contract.plansQuery,
        response: { 200: contract.PlanPage, ...problemResponses },
      },
    },
    (request) => listPlans(deps, request.query),
  )

  app.post(
    '/plans',
    {
      config: { access: 'plan.approve' },
      schema: {
        operationId: 'proposePlan',
        tags,
        summary: 'Propose which doses go where, with a reason for each line and each ward without one',
        body: contract.ProposePlanBody,
        response: { 201: contract.StoredPlan, ...problemResponses },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      const id = await proposePlan(deps, actor, request.body)
      return reply.code(201).send(await getPlan(deps, actor, id))
    },
  )

  app.post(
    '/plans/what-if',
    {
      config: { access: 'plan.approve' },
      schema: {
        operationId: 'tryPlan',
        tags,
        summary: 'A plan with something changed beside the plan as things stand; nothing is kept',
        body: contract.WhatIfBody,
        response: { 200: contract.WhatIf, ...problemResponses },
      },
    },
    (request) => tryPlan(deps, actorOf(request), request.body),
  )

  app.get(
    '/plans/:id',
    {
      config: { access: 'plan.read' },
      schema: {
        operationId: 'getPlan',
        tags,
        summary: 'A plan with decisions and transfers',
        params: z.object({ id: idField }),
        response: { 200: contract.StoredPlan, ...problemResponses },
      },
    },
    (request) => getPlan(deps, actorOf(request), request.params.id),
  )

  app.get(
    '/plans/:id/outcome',
    {
      config: { access: 'plan.read' },
      schema: {
        operationId: 'getPlanOutcome',
        tags,
        summary: 'What then happened with each decided line: used by its receiver, missed by its donor',
        params: z.object({ id: idField }),
        response: { 200: contract.PlanOutcome, ...problemResponses },
      },
    },
    (request) => getPlanOutcome(deps, actorOf(request), request.params.id),
  )

  app.post(
    '/plans/:id/lines/:lineId/decision',
    {
      config: { access: 'plan.approve' },
      schema: {
        operationId: 'decidePlanLine',
        tags,
        summary: 'Approve, change or refuse one line; approving makes the transfer',
        params: z.object({ id: idField, lineId: idField }),
        body: contract.LineDecisionBody,
        response: { 200: contract.StoredPlan, ...problemResponses },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      const { id, lineId } = request.params
      await decidePlanLine(deps, actor, { planId: id, lineId }, request.body)
      return reply.send(await getPlan(deps, actor, id))
    },
  )
}
