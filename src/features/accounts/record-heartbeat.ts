import { and, eq, lt } from 'drizzle-orm'
import type { z } from 'zod'
import { authority, device } from '#db/tables/accounts.ts'
import type { Deps } from '#http/types.ts'
import * as contract from './device-contract.ts'
import { openSigned } from './verify-device.ts'

/**
 * A phone says that it is alive and how much it still holds, and hears the server's time and timeline. One that was
 * overtaken on its way, or kept by somebody and sent again, overwrites nothing: the phone numbers them, because its clock
 * may be set back. Not audited: it comes every minute from every phone and says nothing of any person.
 *
 * @throws Problem those of `openSigned`.
 */
export async function recordHeartbeat(
  deps: Deps,
  deviceId: string,
  signed: z.infer<typeof contract.SignedBody>,
): Promise<z.infer<typeof contract.ServerSign>> {
  const { by, content } = await openSigned(
    deps,
    { deviceId, purpose: 'heartbeat', ...signed },
    contract.Heartbeat,
  )
  const now = deps.clock()
  const offsetMs = now.getTime() - Date.parse(content.phoneTime)
  if (!by.isEnded)
    await deps.db
      .update(device)
      .set({
        lastHeartbeatAt: now,
        beat: content.beat,
        queueLength: content.queueLength,
        lastSeq: content.lastSeq,
        clockOffsetMs: offsetMs,
      })
      .where(and(eq(device.id, deviceId), lt(device.beat, content.beat)))
  const [here] = await deps.db.select({ timelineId: authority.timelineId }).from(authority)
  return { serverTime: now.toISOString(), timelineId: here!.timelineId }
}
