import { signal } from '@preact/signals'
import type { ProblemCode } from '#domain/problem.ts'
import { hearServerTime } from './clock.ts'
import { language } from './words.ts'
import { t } from './kit-words.ts'

/** A refusal as the service gave it (RFC 9457). `title` says what is wrong and how to mend it. */
export class ApiProblem extends Error {
  readonly status: number
  /** `unreachable` when no answer came, `unknown` when what came was not ours. */
  readonly code: ProblemCode | 'unreachable' | 'unknown'
  readonly facts: Readonly<Record<string, unknown>>
  /** For `request.invalid`: which fields, as JSON pointers such as `/body/fromOn`. */
  readonly errors: readonly { pointer: string; message: string }[]
  constructor(given: Partial<Omit<ApiProblem, 'name'>> & { title: string }) {
    super(given.title)
    this.name = 'ApiProblem'
    this.status = given.status ?? 0
    this.code = given.code ?? 'unknown'
    this.facts = given.facts ?? {}
    this.errors = given.errors ?? []
  }
  get title(): string {
    return this.message
  }
}

type Query = Record<string, string | number | boolean | null | undefined>
type Options = {
  query?: Query
  /** The version that the person has seen, as `etag` gave it. */
  ifMatch?: string
  /** What is here already: the answer is then empty when it is the same. */
  ifNoneMatch?: string
  signal?: AbortSignal
}
export type Answer<T> = { body: T; etag: string | null }

const NOT_MODIFIED = 304
const UNAUTHORIZED = 401

/** True once the sign-in has ended and could not be renewed; the frame then shows the sign-in page. */
export const signedOut = signal(false)

export const api = {
  async get<T>(path: string, options?: Options): Promise<T> {
    return (await send<T>('GET', path, undefined, options)).body
  },
  /** With its ETag, for what will be edited. */
  read<T>(path: string, options?: Options): Promise<Answer<T>> {
    return send<T>('GET', path, undefined, options)
  },
  async post<T = void>(path: string, body?: unknown, options?: Options): Promise<T> {
    return (await send<T>('POST', path, body, options)).body
  },
  async put<T = void>(path: string, body?: unknown, options?: Options): Promise<T> {
    return (await send<T>('PUT', path, body, options)).body
  },
  async patch<T = void>(path: string, body?: unknown, options?: Options): Promise<T> {
    return (await send<T>('PATCH', path, body, options)).body
  },
  async remove(path: string, options?: Options): Promise<void> {
    await send('DELETE', path, undefined, options)
  },
}

/** For links that the browser follows itself (a workbook to keep, a sheet to print). */
export function withQuery(path: string, query: Query = {}): string {
  const stated = Object.entries(query).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  )
  if (stated.length === 0) return path
  return `${path}?${new URLSearchParams(stated.map(([name, value]) => [name, String(value)])).toString()}`
}

async function send<T>(
  method: string,
  path: string,
  body: unknown,
  options: Options = {},
): Promise<Answer<T>> {
  let response = await request(method, path, body, options)
  if (response.status === UNAUTHORIZED && !path.startsWith('/v1/sign-in')) {
    if (await renew()) response = await request(method, path, body, options)
    if (response.status === UNAUTHORIZED) signedOut.value = true
  }
  if (!response.ok && response.status !== NOT_MODIFIED) throw await problemOf(response)
  const read = bodyOf(response).catch((error: unknown) => orUnreachable(error, options))
  return { body: (await read) as T, etag: response.headers.get('etag') }
}

/** The network is lost before an answer, or in the middle of one. What the caller gave up itself is its own affair. */
function orUnreachable(error: unknown, { signal }: Options): never {
  if (signal?.aborted === true) throw error
  throw new ApiProblem({ code: 'unreachable', title: t('api.unreachable') })
}

const ATTACHED = /^attachment; filename="([^"]+)"/

/** JSON, or a file under the name that the service gives it; nothing where nothing came. */
async function bodyOf(response: Response): Promise<unknown> {
  if (!response.ok) return undefined
  const name = ATTACHED.exec(response.headers.get('content-disposition') ?? '')?.[1]
  if (name !== undefined) return new File([await response.blob()], name)
  const type = response.headers.get('content-type') ?? ''
  if (type.includes('json')) return response.json()
  return type.startsWith('application/pdf') ? response.blob() : undefined
}

async function request(method: string, path: string, body: unknown, options: Options): Promise<Response> {
  const headers: Record<string, string> = {
    accept: 'application/json, application/problem+json',
    'accept-language': language.value,
    'x-requested-with': 'muitiem',
  }
  if (options.ifMatch !== undefined) headers['if-match'] = options.ifMatch
  if (options.ifNoneMatch !== undefined) headers['if-none-match'] = options.ifNoneMatch
  const form = body instanceof FormData
  if (body !== undefined && !form) headers['content-type'] = 'application/json'
  try {
    const response = await fetch(withQuery(path, options.query), {
      method,
      headers,
      credentials: 'same-origin',
      ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    })
    hearServerTime(response.headers.get('date'))
    return response
  } catch (error) {
    return orUnreachable(error, options)
  }
}

async function problemOf(response: Response): Promise<ApiProblem> {
  if (response.headers.get('content-type')?.includes('problem+json') !== true)
    return new ApiProblem({
      status: response.status,
      title: t('api.unknown', { status: String(response.status) }),
    })
  const read = response.json().catch((error: unknown) => orUnreachable(error, {}))
  const given = (await read) as Pick<ApiProblem, 'title' | 'code'> & Partial<ApiProblem>
  return new ApiProblem({ ...given, status: response.status })
}

let renewing: Promise<boolean> | null = null

/**
 * A new access token by the refresh token: once, however many requests were refused at the same moment.
 *
 * @returns false when the sign-in has ended: only the service can say so. A network that is lost just now has ended
 *   nothing, and is thrown as for any other request.
 */
function renew(): Promise<boolean> {
  renewing ??= request('POST', '/v1/sign-in/refresh', {}, {})
    .then(async (response) => {
      if (!response.ok && response.status !== UNAUTHORIZED) throw await problemOf(response)
      return response.ok
    })
    .finally(() => {
      renewing = null
    })
  return renewing
}
