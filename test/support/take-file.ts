import { readFile } from 'node:fs/promises'
import type { Locator } from 'playwright-core'

/** Presses the button; the file that the browser keeps, under its name. */
export async function takeFile(button: Locator): Promise<{ name: string; content: Buffer }> {
  const [kept] = await Promise.all([button.page().waitForEvent('download'), button.click()])
  return { name: kept.suggestedFilename(), content: await readFile(await kept.path()) }
}
