/** A phone that lies about shows nobody's people after this long (C19 of the trust plan: 10 minutes). */
export const LOCK_AFTER_MS = 10 * 60_000

/** When somebody last touched the phone, and whether it was locked then; kept over a reload. */
export type Watch = { accountId: string; activeAtMs: number; isLocked: boolean }

/**
 * The watch as it stands now: a lock never opens by itself, whatever the clock does, and a reload is no way around it. A
 * clock set back keeps it open, one set forward locks it.
 */
export function judgeWatch(watch: Watch | null, accountId: string, nowMs: number): Watch {
  if (watch === null || watch.accountId !== accountId)
    return { accountId, activeAtMs: nowMs, isLocked: false }
  return { ...watch, isLocked: watch.isLocked || nowMs - watch.activeAtMs >= LOCK_AFTER_MS }
}

/** Somebody has touched it. A locked one stays as it is. */
export function touchWatch(watch: Watch, nowMs: number): Watch {
  const now = judgeWatch(watch, watch.accountId, nowMs)
  return now.isLocked ? now : { ...now, activeAtMs: nowMs }
}
