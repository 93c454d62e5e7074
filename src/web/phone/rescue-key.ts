import { api, ApiProblem } from '../shared/api.ts'

const KEPT = 'muitiem-rescue-key'

/** Fetched while there is a network: the day it is needed there is none. It is public. */
export async function learnRescueKey(): Promise<void> {
  try {
    const { publicKey } = await api.get<{ publicKey: string }>('/v1/rescues/key')
    localStorage.setItem(KEPT, publicKey)
  } catch (error) {
    // No network, or no room: the one that was kept holds, and the next page asks again.
    if (!(error instanceof ApiProblem || error instanceof DOMException)) throw error
  }
}

export const rescueKey = (): string | null => localStorage.getItem(KEPT)
