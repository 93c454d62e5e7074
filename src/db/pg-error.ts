import { DatabaseError } from 'pg'

/** The one reader of driver errors: drizzle wraps them, so the answer may be in `error.cause`. */
function databaseError(error: unknown): DatabaseError | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at instanceof DatabaseError) return at
  }
  return undefined
}

/** The SQLSTATE of an error of the database (`23505`), or null. */
export function pgCode(error: unknown): string | null {
  return databaseError(error)?.code ?? null
}

/** The name of the constraint that a write broke (unique, foreign key, check, exclusion, not null), or null. */
export function violatedConstraint(error: unknown): string | null {
  const found = databaseError(error)
  if (found?.code?.startsWith('23') !== true) return null
  return found.constraint ?? found.column ?? null
}

/** Another transaction was in the way: the same work may be tried again. */
export function isConflict(error: unknown): boolean {
  return ['40001', '40P01'].includes(pgCode(error) ?? '')
}

const lostCodes = new Set(['57P01', '57P02', '57P03', '08000', '08001', '08003', '08004', '08006'])
const lostErrnos = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ENOENT', 'ETIMEDOUT'])
const lostMessages =
  /Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect/

/** The server or the line to it has gone. Whether an open transaction was kept is another question. */
export function isConnectionLost(error: unknown): boolean {
  const code = pgCode(error)
  if (code !== null) return lostCodes.has(code)
  for (let at = error; at instanceof Error; at = at.cause) {
    const { syscall, code: errno } = at as NodeJS.ErrnoException
    if (syscall !== undefined && lostErrnos.has(errno ?? '')) return true
    if (lostMessages.test(at.message)) return true
  }
  return false
}

/**
 * The same error without what it quotes of people: drizzle's message lists the parameters, the server's
 * detail the row. What is left (code, constraint, table, position) is safe to log.
 */
export function withoutPersonalData(error: unknown): unknown {
  const found = databaseError(error)
  if (found === undefined) return error
  found.detail = undefined
  found.where = undefined
  found.internalQuery = undefined
  return found
}
