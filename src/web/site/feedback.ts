import { signal } from '@preact/signals'

const KEPT = 'muitiem-mute'

/** Sounds off, for a quiet room; kept on this device. What is felt and seen stays. */
export const muted = signal(localStorage.getItem(KEPT) === 'yes')

export function setMuted(mute: boolean): void {
  muted.value = mute
  if (mute) localStorage.setItem(KEPT, 'yes')
  else localStorage.removeItem(KEPT)
}

let sound: AudioContext | null = null

/** Told to hand and ear besides the eye: once and high when it went well, twice and low when it did not. */
export function signalResult(well: boolean): void {
  // Android alone vibrates; a browser may refuse before the first touch.
  if ('vibrate' in navigator) navigator.vibrate(well ? 40 : [120, 80, 120])
  if (muted.value || !('AudioContext' in globalThis)) return
  sound ??= new AudioContext()
  if (sound.state === 'suspended') void sound.resume()
  for (const delayS of well ? [0] : [0, 0.2]) tone(sound, well ? 1320 : 330, sound.currentTime + delayS)
}

function tone(context: AudioContext, frequencyHz: number, atS: number): void {
  const source = context.createOscillator()
  const volume = context.createGain()
  source.frequency.value = frequencyHz
  volume.gain.value = 0.15
  source.connect(volume).connect(context.destination)
  source.start(atS)
  source.stop(atS + 0.12)
}
