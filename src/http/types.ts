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
import type { Db, Tx } from '#db/db.ts'
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
  rejudging: Rejudging
}

/**
 * Doses are judged by what is known of their person: a birth date, sex or priority code that is corrected may change what
 * they count as. Whoever changes one asks for the person in the very transaction of the change, and runs it after COMMIT:
 *
 *     const view = await inScope(deps.db, scope, async (tx) => { …; await deps.rejudging.ask(tx, [personId]); … })
 *     await deps.rejudging.run()
 *
 * Nothing is lost in between: what was asked is a row of the same transaction, and every start of the service runs too.
 */
export type Rejudging = {
  /**
   * @param personIds who was changed, with or without doses; locked or written by this transaction.
   */
  ask(tx: Tx, personIds: readonly string[]): Promise<void>
  /**
   * Judges whoever was asked for. Resolves when it is done, or has failed and is tried again by itself; it never rejects,
   * because the change itself is kept. Long lists need not wait for it: `void run()`. After new rules it also begins to
   * judge everybody, for which nobody waits.
   */
  run(): Promise<void>
  /** The same, and waits until everybody is judged by the newest rules. */
  runAll(): Promise<void>
}

/** Who a route is for: everyone, anyone signed in, or whoever has the permission somewhere. */
export type Access = 'public' | 'signed-in' | Permission

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
    /** Asks by POST and changes nothing that anybody else sees: a search, a preview, a sign of life. */
    changesNothing?: true
  }
  interface FastifyRequest {
    /** Set when the request carries a valid token; `actorOf(request)` for routes that need one. */
    actor: Actor | null
  }
}
