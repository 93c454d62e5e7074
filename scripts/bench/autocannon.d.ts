/** The part of autocannon that the bench uses; the package brings no types. */
declare module 'autocannon' {
  export type Request = { method: string; path: string; body: string; headers: Record<string, string> }
  export type Result = {
    errors: number
    timeouts: number
    non2xx: number
    latency: { p50: number; p99: number }
  }
  export default function autocannon(options: {
    url: string
    connections: number
    /** Answers to wait for, over all connections; nothing is cut off in the middle. */
    amount: number
    requests: {
      setupRequest(request: Request): Request
      onResponse(status: number, body: string): void
    }[]
  }): Promise<Result>
}
