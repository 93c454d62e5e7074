import { z } from 'zod'
import { Problem } from '#domain/problem.ts'
import { problemResponses } from '#http/problem.ts'
import { actorOf } from '#http/session.ts'
import type { App, Deps } from '#http/types.ts'
import { changeOwnSecret } from './change-own-secret.ts'
import { Me, ownSecretBody, refreshBody, signInBody, SignedInOut, SignInAnswer } from './contract.ts'
import { refreshSignIn } from './refresh-sign-in.ts'
import { familyOfToken } from './refresh-token.ts'
import { claimsOf, clearCookies, deviceOf, refreshTokenOf, requireTls, sendSignedIn } from './sign-in-http.ts'
import { signIn } from './sign-in.ts'
import { signOut } from './sign-out.ts'
import { viewMe } from './views.ts'

const tags = ['accounts']

export function signInRoutes(app: App, deps: Deps): void {
  app.post(
    '/sign-in',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'signIn',
        tags,
        summary: 'Sign in with name and secret, and a code where the role needs one',
        body: signInBody,
        response: { 200: SignInAnswer, ...problemResponses },
      },
    },
    async (request, reply) => {
      requireTls(request)
      const { mode, deviceId, ...given } = request.body
      const device = deviceOf(request, deviceId)
      const answer = await signIn(deps, {
        ...given,
        ...(device === undefined ? {} : { deviceId: device }),
        address: request.ip,
      })
      return answer.step === 'signed-in' ? sendSignedIn(deps, reply, mode, answer) : answer
    },
  )
  app.post(
    '/sign-in/refresh',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'refreshSignIn',
        tags,
        summary: 'The next tokens of a sign-in; the old refresh token works 30 seconds more',
        body: refreshBody,
        response: { 200: SignedInOut, ...problemResponses },
      },
    },
    async (request, reply) => {
      requireTls(request)
      const given = refreshTokenOf(request, request.body?.refreshToken)
      if (given === null) throw new Problem('sign-in.required')
      return sendSignedIn(deps, reply, given.mode, await refreshSignIn(deps, given.token))
    },
  )
  app.post(
    '/sign-out',
    {
      // Public: who signs out after the access token ran out still means it.
      config: { access: 'public' },
      schema: {
        operationId: 'signOut',
        tags,
        summary: 'End this sign-in; the other ones of the account stay',
        body: refreshBody,
        response: { 204: z.null(), ...problemResponses },
      },
    },
    async (request, reply) => {
      const given = refreshTokenOf(request, request.body?.refreshToken)
      const familyId =
        claimsOf(deps, request)?.fam ?? (given === null ? null : familyOfToken(deps.sealer, given.token))
      if (familyId !== null) await signOut(deps, familyId)
      clearCookies(reply)
      return reply.code(204).send(null)
    },
  )
  app.get(
    '/account',
    {
      config: { access: 'signed-in' },
      schema: {
        operationId: 'getOwnAccount',
        tags,
        summary: 'Who am I, and what may I do where',
        response: { 200: Me, ...problemResponses },
      },
    },
    (request) => viewMe(deps.db, deps, actorOf(request).accountId),
  )
  app.post(
    '/account/secret',
    {
      config: { access: 'signed-in' },
      schema: {
        operationId: 'changeOwnSecret',
        tags,
        summary: 'Change one’s own password or PIN; sign-ins elsewhere end',
        body: ownSecretBody,
        response: { 204: z.null(), ...problemResponses },
      },
    },
    async (request, reply) => {
      requireTls(request)
      const familyId = claimsOf(deps, request)?.fam ?? null
      const { current, next } = request.body
      await changeOwnSecret(deps, actorOf(request), { current, next, familyId, address: request.ip })
      return reply.code(204).send(null)
    },
  )
}
