import { eq } from 'drizzle-orm'
import type { MovementKind } from '#domain/stock.ts'
import type { Connection } from '#db/db.ts'
import { movement } from '#db/tables/stock.ts'

export type MovementView = {
  id: string
  kind: MovementKind
  fromHolderId: string
  toHolderId: string
  lotId: string
  productId: string
  doses: number
  vials: number | null
  occurredOn: string
  recordedAt: string
  reason: string
  wasteCause: string
  documentNumber: string
}

export async function findMovement(db: Connection, id: string): Promise<MovementView | null> {
  const [found] = await db.select().from(movement).where(eq(movement.id, id))
  if (found === undefined) return null
  const { authorId: _author, causeKind: _kind, causeId: _cause, ...rest } = found
  return { ...rest, kind: rest.kind as MovementKind, recordedAt: rest.recordedAt.toISOString() }
}

export async function loadMovement(db: Connection, id: string): Promise<MovementView> {
  const found = await findMovement(db, id)
  if (found === null) throw new Error('A movement that was just written is not there')
  return found
}
