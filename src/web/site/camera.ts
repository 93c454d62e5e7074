import type { Signal } from '@preact/signals'
import { useSignal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { now } from '../shared/clock.ts'
import { CodeGate, type OnCode } from './code-gate.ts'
import { loadCodeReader } from './code-reader.ts'

export type CameraState = 'starting' | 'on' | 'refused' | 'none'

export type Camera = {
  video: RefObject<HTMLVideoElement | null>
  state: Signal<CameraState>
  /** Null where the camera has no light. */
  torch: Signal<{ on: boolean; toggle: () => void } | null>
}

const EVERY_MS = 120

/**
 * Starts the camera at the back at once, reads without stopping and keeps the screen awake; all of it ends with the
 * page or while `paused`.
 */
export function useCamera(paused: boolean, onCode: OnCode): Camera {
  const video = useRef<HTMLVideoElement>(null)
  const state = useSignal<CameraState>('starting')
  const torch = useSignal<{ on: boolean; toggle: () => void } | null>(null)
  const latest = useRef(onCode)
  latest.current = onCode
  const gate = useRef(new CodeGate())
  useEffect(() => {
    const stop = new AbortController()
    if (!paused) void start(stop.signal)
    return () => stop.abort()

    async function start(signal: AbortSignal): Promise<void> {
      state.value = 'starting'
      const stream = await openStream()
      if (typeof stream === 'string') {
        state.value = stream
        return
      }
      const end = () => stream.getTracks().forEach((track) => track.stop())
      if (signal.aborted || video.current === null) return end()
      signal.addEventListener('abort', end)
      stayAwake(signal)
      torch.value = lightOf(stream, (next) => (torch.value = next))
      video.current.srcObject = stream
      await video.current.play().catch(() => undefined)
      const read = await loadCodeReader()
      if (signal.aborted) return
      state.value = 'on'
      gate.current.resume(now().getTime())
      while (!signal.aborted && video.current !== null) {
        if (video.current.videoWidth > 0) {
          for (const text of await read(video.current))
            if (!signal.aborted) gate.current.offer(text, now().getTime(), latest.current)
        }
        await new Promise((done) => setTimeout(done, EVERY_MS))
      }
    }
  }, [paused])
  return { video, state, torch }
}

async function openStream(): Promise<MediaStream | 'refused' | 'none'> {
  if (!('mediaDevices' in navigator)) return 'none'
  try {
    return await navigator.mediaDevices.getUserMedia({
      video: { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 720 } },
      audio: false,
    })
  } catch (error) {
    return error instanceof DOMException && error.name === 'NotAllowedError' ? 'refused' : 'none'
  }
}

/** Chrome on Android offers the light as a constraint that TypeScript does not list. */
function lightOf(
  stream: MediaStream,
  put: (torch: Camera['torch']['value']) => void,
): Camera['torch']['value'] {
  const [track] = stream.getVideoTracks()
  const able = track?.getCapabilities?.() as { torch?: boolean } | undefined
  if (track === undefined || able?.torch !== true) return null
  const shine = (on: boolean) => ({
    on,
    toggle: () => {
      const wanted = { advanced: [{ torch: !on }] } as unknown as MediaTrackConstraints
      void track.applyConstraints(wanted).then(
        () => put(shine(!on)),
        () => put(null),
      )
    },
  })
  return shine(false)
}

/** A screen that goes dark between two people costs a PIN each time. Not every browser can; none has to. */
function stayAwake(signal: AbortSignal): void {
  if (!('wakeLock' in navigator)) return
  navigator.wakeLock.request('screen').then(
    (lock) =>
      signal.aborted ? void lock.release() : signal.addEventListener('abort', () => void lock.release()),
    () => undefined,
  )
}
