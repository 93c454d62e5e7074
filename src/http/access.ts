import {
  mayAnywhere,
  permissions,
  reaches,
  scopeFor,
  type Actor,
  type Permission,
  type Scope,
  type Target,
} from '#domain/access.ts'
import { Problem } from '#domain/problem.ts'
import { actorOf } from './session.ts'
import type { App } from './types.ts'

/**
 * Every route says who it is for (`config.access`); one that does not, does not start. This is the question of the
 * function (403). The question of the place is asked by each use case (404) and again by the database.
 */
export function registerAccess(app: App): void {
  app.addHook('onRoute', (route) => {
    const access = route.config?.access
    if (access === undefined)
      throw new Error(`${String(route.method)} ${route.url} does not say who it is for`)
    if (access !== 'public' && access !== 'signed-in' && !permissions.includes(access))
      throw new Error(`${route.url}: unknown permission ${access}`)
  })
  app.addHook('onRequest', async (request) => {
    const access = request.routeOptions.config.access
    if (access === undefined || access === 'public') return
    const actor = actorOf(request)
    if (access !== 'signed-in' && !mayAnywhere(actor, access)) throw new Problem('forbidden')
  })
}

/** The scope in which the actor may do this; put into the transaction by `inScope`. */
export function scopeOf(actor: Actor, permission: Permission): Scope {
  return scopeFor(actor, permission)
}

/** @throws Problem `not-found` when the place lies outside: outside your scope, a thing does not exist. */
export function requireReach(actor: Actor, permission: Permission, target: Target): void {
  if (!mayAnywhere(actor, permission)) throw new Problem('forbidden')
  if (!reaches(scopeFor(actor, permission), target)) throw new Problem('not-found')
}
