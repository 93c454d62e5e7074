import { uuidv7 } from '#domain/ids.ts'

/** The pages' only clock; what counts is the server's. */
export function now(): Date {
  return new Date()
}

/** An id made here, so that sending the same thing twice stores it once. */
export function newId(): string {
  return uuidv7(now().getTime(), crypto.getRandomValues(new Uint8Array(10)))
}
