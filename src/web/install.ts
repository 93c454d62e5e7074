import { signal } from '@preact/signals'

/** Not among TypeScript's own: Chromium alone has it. */
type InstallOffer = Event & { prompt: () => Promise<unknown> }

/** The browser would put this app on the home screen; null where it does not offer it, or has done so. */
export const installOffer = signal<(() => Promise<void>) | null>(null)

/** Before the browser shows its own bar: the offer waits on the first page until the person wants it. */
export function watchInstall(): void {
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault()
    installOffer.value = async () => {
      // It can be asked once.
      installOffer.value = null
      await (event as InstallOffer).prompt()
    }
  })
  addEventListener('appinstalled', () => {
    installOffer.value = null
  })
}
