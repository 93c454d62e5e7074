/**
 * The shortest time, in ms, that up to three runs say they took; the first one under `enoughMs` is the last. What other
 * work on the machine adds to one of them is not the product's.
 */
export async function quickestMs(enoughMs: number, run: () => Promise<number>): Promise<number> {
  let quickest = await run()
  for (let again = 0; again < 2 && quickest >= enoughMs; again++) quickest = Math.min(quickest, await run())
  return quickest
}
