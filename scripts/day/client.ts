import { Secret, TOTP } from 'otpauth'
import type { Role } from '#domain/access.ts'
import { secretKindFor } from '#domain/sign-in.ts'
import { makeSecret } from '#features/accounts/secret-hash.ts'

/** Somebody who signs in as people do: the first secret is changed, an authenticator app is set up where it is asked for. */
export type User = {
  accountId: string
  signInName: string
  role: Role
  secret: string
  totpSecret?: string
  token?: { text: string; until: number }
  changed?: boolean
}

export type Clock = { now: () => Date; move: (ms: number) => void; moveTo: (at: Date) => void }

export type Answer<T> = { status: number; body: T; etag: string }
type Body = Record<string, unknown>

const SECOND_MS = 1_000
const CODE_STEP_MS = 31_000

/** The service over HTTP. Every change that was made is noted under the audit action that it must leave. */
export class Client {
  readonly changes = new Map<string, number>()
  readonly #address: string
  readonly #clock: Clock

  constructor(address: string, clock: Clock) {
    this.#address = address
    this.#clock = clock
  }

  /** One request; a refusal ends the day. */
  async ask<T>(
    user: User,
    method: string,
    path: string,
    body?: Body | FormData,
    etag?: string,
  ): Promise<Answer<T>> {
    const answer = await this.offer<T>(user, method, path, body, etag)
    if (answer.status >= 300)
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer
  }

  /** A request that changes something, once for each action named. */
  async change<T>(
    user: User,
    actions: string | readonly string[],
    method: string,
    path: string,
    body?: Body | FormData,
    etag?: string,
  ): Promise<Answer<T>> {
    const answer = await this.ask<T>(user, method, path, body, etag)
    for (const action of [actions].flat()) this.note(action)
    return answer
  }

  note(action: string, times = 1): void {
    this.changes.set(action, (this.changes.get(action) ?? 0) + times)
  }

  /** One request, whatever becomes of it. */
  async offer<T>(
    user: User,
    method: string,
    path: string,
    body?: Body | FormData,
    etag?: string,
  ): Promise<Answer<T>> {
    const token = await this.#tokenOf(user)
    return this.#send<T>(method, path, body, {
      authorization: `Bearer ${token}`,
      ...(etag === undefined ? {} : { 'if-match': etag }),
      // A list is answered when it has been read.
      ...(body instanceof FormData ? { prefer: 'wait=30' } : {}),
    })
  }

  async #send<T>(
    method: string,
    path: string,
    body: Body | FormData | undefined,
    headers: Record<string, string>,
  ): Promise<Answer<T>> {
    this.#clock.move(SECOND_MS)
    const isForm = body instanceof FormData
    const response = await fetch(`${this.#address}/v1${path}`, {
      method,
      headers: {
        ...headers,
        ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    })
    const isJson = (response.headers.get('content-type') ?? '').includes('json')
    return {
      status: response.status,
      body: (isJson ? await response.json() : null) as T,
      etag: response.headers.get('etag') ?? '',
    }
  }

  async #tokenOf(user: User): Promise<string> {
    if (user.token !== undefined && this.#clock.now().getTime() < user.token.until) return user.token.text
    type SignIn = {
      step: 'signed-in' | 'code' | 'enrol'
      secret?: string
      accessToken?: string
      expiresAt?: string
      code?: string
    }
    const newSecret = user.changed === true ? undefined : makeSecret(secretKindFor([user.role]))
    const body: Body = { signInName: user.signInName, secret: user.secret, newSecret }
    for (;;) {
      const answer = await this.#send<SignIn>('POST', '/sign-in', body, {})
      const { step, secret, accessToken, expiresAt } = answer.body
      if (answer.status === 200 && step === 'signed-in') {
        user.secret = newSecret ?? user.secret
        user.changed = true
        // A minute before its end, so that no request meets it.
        user.token = { text: accessToken!, until: Date.parse(expiresAt!) - 60_000 }
        return user.token.text
      }
      if (answer.status !== 200 || body['code'] !== undefined)
        throw new Error(`Sign-in of ${user.signInName}: ${JSON.stringify(answer.body)}`)
      if (step === 'enrol') user.totpSecret = secret!
      this.#clock.move(CODE_STEP_MS) // a code works once
      const totp = new TOTP({ secret: Secret.fromBase32(user.totpSecret!) })
      body['code'] = totp.generate({ timestamp: this.#clock.now().getTime() + SECOND_MS })
    }
  }
}
