import { newId, now } from '../shared/clock.ts'
import { openPhoneBook } from './phone-book.ts'
import { Phone } from './phone.ts'

/**
 * Sends what lies on this phone while no page is open. Nobody is signed in here: a key that the server does not know yet
 * waits for its page.
 *
 * @throws Error when something is left that may go out later.
 */
export async function sendAll(): Promise<void> {
  const clock = { now, ticks: () => performance.now() }
  const phone = new Phone(await openPhoneBook(newId), { clock, random: Math.random, newId }, () =>
    Promise.resolve('later'),
  )
  if (!(await phone.drain())) throw new Error('Some entries are still on this phone only')
}
