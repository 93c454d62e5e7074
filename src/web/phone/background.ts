/** Not among TypeScript's own: Chromium alone has it. */
type WithSync = ServiceWorkerRegistration & { sync?: { register: (tag: string) => Promise<void> } }

/** The browser sends what is left when it finds a network, with no page open; where it cannot, the next page does. */
export async function askForBackgroundSending(): Promise<void> {
  if (!('serviceWorker' in navigator)) return
  try {
    const registration: WithSync | undefined = await navigator.serviceWorker.getRegistration()
    await registration?.sync?.register('send')
  } catch {
    // Forbidden by the person, or no worker yet.
  }
}
