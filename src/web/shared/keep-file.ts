import { api } from './api.ts'

/**
 * Has the browser keep a file of the service. A link that the browser follows itself cannot renew a sign-in that ended
 * meanwhile, so one small question is asked first.
 */
export async function keepFile(address: string): Promise<void> {
  await api.get('/v1/account')
  location.assign(address)
}
