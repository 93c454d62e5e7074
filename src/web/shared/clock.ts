import { uuidv7 } from '#domain/ids.ts'

/** The pages' only clock; what counts is the server's. */
export function now(): Date {
  return new Date()
}

let behindMs = 0

/** @param date the header of an answer that has just come. */
export function hearServerTime(date: string | null): void {
  const saidMs = Date.parse(date ?? '')
  if (!Number.isNaN(saidMs)) behindMs = saidMs - now().getTime()
}

/** The service's time, as last heard: an office PC may be years off, and its day is nobody's today. */
export function serverNow(): Date {
  return new Date(now().getTime() + behindMs)
}

/** An id made here, so that sending the same thing twice stores it once. */
export function newId(): string {
  return uuidv7(now().getTime(), crypto.getRandomValues(new Uint8Array(10)))
}
