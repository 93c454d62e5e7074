import { z } from 'zod'
import { Problem } from '#domain/problem.ts'

/** The id in a cursor. @throws Problem `request.invalid` when somebody wrote another one into it. */
export function idKey(key: string | number | undefined): string {
  const id = z.guid().safeParse(key)
  if (!id.success) throw new Problem('request.invalid', { where: '/querystring/cursor' })
  return id.data
}

/** The instant in a cursor, as ISO text. @throws Problem `request.invalid`. */
export function instantKey(key: string | number | undefined): string {
  if (typeof key !== 'string' || Number.isNaN(Date.parse(key)))
    throw new Problem('request.invalid', { where: '/querystring/cursor' })
  return new Date(key).toISOString()
}
