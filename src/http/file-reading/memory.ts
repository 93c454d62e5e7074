/** How much memory a process holds, where the system tells: Linux does, others only of the process itself. */
import { readFileSync } from 'node:fs'

const MB = 1024 * 1024
const PAGE = 4096

/** Null when the process has ended, or this system does not tell. */
export function memoryMbOf(pid: number): number | null {
  if (process.platform !== 'linux') return null
  try {
    return (Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]) * PAGE) / MB
  } catch {
    return null
  }
}

/** The most that this process ever held. The system's own figure starts from what its parent held. */
export function peakMemoryMb(): number {
  try {
    const told = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'latin1'))
    if (told !== null) return Math.round(Number(told[1]) / 1024)
  } catch {
    // Not Linux.
  }
  return Math.round(process.resourceUsage().maxRSS / 1024)
}
