import { z } from 'zod'
import { problemResponses } from '#http/problem.ts'
import { actorOf } from '#http/session.ts'
import type { App, Deps } from '#http/types.ts'
import {
  grantBody,
  grantParams,
  idParams,
  lostPhoneBody,
  reasonBody,
  resetBody,
  ResetOut,
  swapBody,
} from './contract.ts'
import { createGrant } from './create-grant.ts'
import { endGrant } from './end-grant.ts'
import type { NewGrant } from './give-grant.ts'
import { endLostPhone, resetSecret, swapGrant, unlockAccount } from './help-staff.ts'

const tags = ['accounts']
const GrantId = z.object({ grantId: z.string() }).meta({ id: 'GrantId' })

/** Instants of the contract as the use case takes them. */
export function grantTimes(body: z.output<typeof grantBody>): NewGrant {
  const { validFrom, validTo, ...rest } = body
  return {
    ...rest,
    validFrom: validFrom === undefined ? null : new Date(validFrom),
    validTo: validTo === undefined ? null : new Date(validTo),
  }
}

export function grantRoutes(app: App, deps: Deps): void {
  app.post(
    '/accounts/:id/grants',
    {
      config: { access: 'account.help' },
      schema: {
        operationId: 'createGrant',
        tags,
        summary: 'Give a role at a place, site or session',
        params: idParams,
        body: grantBody,
        response: { 201: GrantId, ...problemResponses },
      },
    },
    async (request, reply) => {
      const grant = grantTimes(request.body)
      const grantId = await createGrant(deps, actorOf(request), request.params.id, grant)
      return reply.code(201).send({ grantId })
    },
  )
  app.post(
    '/accounts/:id/grants/:grantId/end',
    {
      config: { access: 'account.help' },
      schema: {
        operationId: 'endGrant',
        tags,
        summary: 'End a role now; it stays in the books',
        params: grantParams,
        body: reasonBody,
        response: { 204: z.null(), ...problemResponses },
      },
    },
    async (request, reply) => {
      const { id, grantId } = request.params
      await endGrant(deps, actorOf(request), { accountId: id, grantId, reason: request.body.reason })
      return reply.code(204).send(null)
    },
  )
  app.post(
    '/accounts/:id/swap',
    {
      config: { access: 'account.help' },
      schema: {
        operationId: 'swapGrant',
        tags,
        summary: 'Someone else takes over a post: same role, place and end',
        params: idParams,
        body: swapBody,
        response: { 201: GrantId, ...problemResponses },
      },
    },
    async (request, reply) => {
      const swapped = await swapGrant(deps, actorOf(request), {
        accountId: request.params.id,
        ...request.body,
      })
      return reply.code(201).send(swapped)
    },
  )
  app.post(
    '/accounts/:id/reset-secret',
    {
      config: { access: 'account.help' },
      schema: {
        operationId: 'resetSecret',
        tags,
        summary: 'A new PIN or password, shown once',
        params: idParams,
        body: resetBody,
        response: { 200: ResetOut, ...problemResponses },
      },
    },
    (request) => {
      const { reason, secondFactor, secretKind } = request.body
      return resetSecret(deps, actorOf(request), {
        accountId: request.params.id,
        reason,
        secondFactor,
        ...(secretKind === undefined ? {} : { kind: secretKind }),
      })
    },
  )
  app.post(
    '/accounts/:id/unlock',
    {
      config: { access: 'account.help' },
      schema: {
        operationId: 'unlockAccount',
        tags,
        summary: 'Forget wrong tries and let the person in for ten minutes',
        params: idParams,
        response: { 204: z.null(), ...problemResponses },
      },
    },
    async (request, reply) => {
      await unlockAccount(deps, actorOf(request), request.params.id)
      return reply.code(204).send(null)
    },
  )
  app.post(
    '/accounts/:id/lost-phone',
    {
      config: { access: 'account.help' },
      schema: {
        operationId: 'endLostPhone',
        tags,
        summary: 'End every sign-in on a lost phone',
        params: idParams,
        body: lostPhoneBody,
        response: {
          200: z.object({ devicesEnded: z.int(), signInsEnded: z.int() }).meta({ id: 'LostPhoneAnswer' }),
          ...problemResponses,
        },
      },
    },
    (request) => {
      const { deviceId } = request.body
      return endLostPhone(deps, actorOf(request), {
        accountId: request.params.id,
        ...(deviceId === undefined ? {} : { deviceId }),
      })
    },
  )
}
