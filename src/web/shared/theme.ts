import { signal } from '@preact/signals'

const KEPT = 'muitiem-contrast'

/** High contrast, for a phone in the sun and for tired eyes; kept on this device. */
export const highContrast = signal(localStorage.getItem(KEPT) === 'high')

export function startTheme(): void {
  highContrast.subscribe((high) => {
    document.documentElement.dataset['contrast'] = high ? 'high' : 'normal'
    if (high) localStorage.setItem(KEPT, 'high')
    else localStorage.removeItem(KEPT)
  })
}
