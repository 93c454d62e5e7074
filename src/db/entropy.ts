import { randomFillSync } from 'node:crypto'

const PAGE_BYTES = 4096

/** Random bytes by the page: asking the system for the ten of each id costs more than making the id. */
export function openEntropy(): (bytes: number) => Uint8Array {
  const page = new Uint8Array(PAGE_BYTES)
  let used = PAGE_BYTES
  return (bytes) => {
    if (used + bytes > PAGE_BYTES) {
      randomFillSync(page)
      used = 0
    }
    used += bytes
    return page.slice(used - bytes, used)
  }
}
