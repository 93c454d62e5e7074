import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Actor, Permission } from '#domain/access.ts'
import type { Database } from '#db/connect.ts'
import type { Db } from '#db/db.ts'
import type { Sealer } from '#db/seal.ts'
import type { Config } from '#src/config.ts'

/** A Fastify instance whose schemas are zod. */
export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression<RawServerDefault>,
  RawReplyDefaultExpression<RawServerDefault>,
  FastifyBaseLogger,
  ZodTypeProvider
>

/** What every route may use. Nothing else is global. */
export type Deps = {
  database: Database
  /** drizzle over the app role's pool. */
  db: Db
  /** The only clock. */
  clock: () => Date
  /** A new time-ordered id. */
  newId: () => string
  config: Config
  sealer: Sealer
  /** The health authority of this schema; fixed while the process lives. */
  authority: { id: string; code: string; name: string; country: 'VN' | 'LA'; timeZone: string }
}

/** Who a route is for: everyone, anyone signed in, or whoever has the permission somewhere. */
export type Access = 'public' | 'signed-in' | Permission

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
  }
  interface FastifyRequest {
    /** Set when the request carries a valid token; `actorOf(request)` for routes that need one. */
    actor: Actor | null
  }
}
