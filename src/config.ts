import { createPrivateKey, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** The one reader of the environment: everything else is handed what it needs. */
type Environment = Record<string, string | undefined>

const url = (protocols: RegExp, sentence: string) =>
  z.url({ protocol: protocols, error: `must be an address such as ${sentence}` })
const postgresUrl = () => url(/^postgres(ql)?$/, 'postgresql://user:password@host:5432/database').optional()

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

const settingsSchema = z.object({
  PORT: z.coerce
    .number('must be a number')
    .int()
    .min(0)
    .max(65_535)
    .default(8080)
    .describe('The port that the service listens on; 0 takes any free one.'),
  HOST: z
    .string()
    .default('127.0.0.1')
    .describe('The address that the service listens on; 0.0.0.0 for all, behind a proxy that does TLS.'),
  DATA_DIR: z
    .string()
    .default('data')
    .describe('The folder of the embedded PostgreSQL; not used when DATABASE_URL is set.'),
  DATABASE_URL: postgresUrl().describe(
    'A PostgreSQL 18 of your own, with a login that may take on the roles; the embedded one when absent.',
  ),
  DATABASE_APP_URL: postgresUrl().describe('A login of its own for the role muitiem_app.'),
  DATABASE_WRITER_URL: postgresUrl().describe('A login of its own for the role muitiem_writer.'),
  DATABASE_REPORT_URL: postgresUrl().describe('A login of its own for the role muitiem_report.'),
  DB_SCHEMA: z
    .string()
    .regex(
      /^(?!pg_|public$)[a-z][a-z0-9_]{0,30}$/,
      'must be small letters, digits and _, and neither public nor pg_…',
    )
    .default('muitiem')
    .describe('The database schema of this health authority; each authority has its own.'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('How much the service tells: fatal, error, warn, info, debug, trace or silent.'),
  TRUST_PROXY: z.coerce
    .number('must be a number')
    .int()
    .min(0)
    .max(10)
    .default(0)
    .describe('How many proxies stand in front, whose X-Forwarded headers are then believed.'),
  AUTHORITY_CODE: z
    .string()
    .regex(/^[\w.-]{1,30}$/, 'must be letters, digits, dots and dashes')
    .default('authority')
    .describe('Code of the health authority; read once, when the database is founded.'),
  AUTHORITY_NAME: z
    .string()
    .max(120)
    .default('Trung tâm Y tế thành phố')
    .describe('Name of the health authority; read once, when the database is founded.'),
  AUTHORITY_COUNTRY: z
    .enum(['VN', 'LA'])
    .default('VN')
    .describe('VN or LA; read once, when the database is founded.'),
  AUTHORITY_TIME_ZONE: z
    .string()
    .refine(isTimeZone, 'must be an IANA zone such as Asia/Ho_Chi_Minh')
    .default('Asia/Ho_Chi_Minh')
    .describe('The zone whose days the campaign counts; read once, when the database is founded.'),
  PUBLIC_URL: url(/^https?$/, 'https://tiem.example.vn')
    .optional()
    .describe('The address that people open; http://HOST:PORT when absent.'),
})

const secretsSchema = z.object({
  TOKEN_SECRET: secret().describe('Signs the tokens of signed-in people (HS256); at least 32 random bytes.'),
  IDENTIFIER_SECRET: secret().describe(
    'Hashes and encrypts identity numbers and phones; at least 32 random bytes. Lost, they cannot be read again.',
  ),
  INVITATION_PRIVATE_KEY: z
    .string()
    .transform(privateKey)
    .describe('Signs invitations (ES256): a P-256 private key as PKCS8 PEM, or the base64 of it.'),
})

export type SecretName = keyof typeof secretsSchema.shape
const secretNames = Object.keys(secretsSchema.shape) as SecretName[]

export type Settings = {
  port: number
  host: string
  dataDir: string
  database: {
    /** Null: the embedded server. */
    url: string | null
    appUrl: string | null
    writerUrl: string | null
    reportUrl: string | null
    schema: string
  }
  logLevel: z.output<typeof settingsSchema>['LOG_LEVEL']
  trustProxy: number
  publicUrl: string
  /** What a new database is founded with; afterwards the database's own row holds. */
  authority: { code: string; name: string; country: 'VN' | 'LA'; timeZone: string }
}

export type Config = Settings & {
  tokenSecret: string
  identifierSecret: string
  invitationPrivateKey: KeyObject
}

/** Everything but the secrets: for tools that need none. @throws Error that names each wrong setting. */
export function loadSettings(env: Environment = process.env): Settings {
  const read = parse(settingsSchema, stated(env))
  return {
    port: read.PORT,
    host: read.HOST,
    dataDir: read.DATA_DIR,
    database: {
      url: read.DATABASE_URL ?? null,
      appUrl: read.DATABASE_APP_URL ?? null,
      writerUrl: read.DATABASE_WRITER_URL ?? null,
      reportUrl: read.DATABASE_REPORT_URL ?? null,
      schema: read.DB_SCHEMA,
    },
    logLevel: read.LOG_LEVEL,
    trustProxy: read.TRUST_PROXY,
    authority: {
      code: read.AUTHORITY_CODE,
      name: read.AUTHORITY_NAME,
      country: read.AUTHORITY_COUNTRY,
      timeZone: read.AUTHORITY_TIME_ZONE,
    },
    publicUrl: (read.PUBLIC_URL ?? `http://${read.HOST}:${read.PORT}`).replace(/\/+$/, ''),
  }
}

/**
 * The whole configuration. A secret may stand in NAME or in the file named by NAME_FILE; one that `env` does
 * not state is taken from `defaults` (the demo's own). @throws Error that names each wrong or weak setting.
 */
export function loadConfig(
  env: Environment = process.env,
  defaults: Partial<Record<SecretName, string>> = {},
): Config {
  const given = stated(env)
  const secrets: Environment = {}
  for (const name of secretNames) secrets[name] = readSecret(given, name) ?? defaults[name]
  const read = parse(secretsSchema, secrets)
  if (read.TOKEN_SECRET === read.IDENTIFIER_SECRET) {
    throw new Error(
      'TOKEN_SECRET and IDENTIFIER_SECRET must differ: one of them lost must not give away the other.',
    )
  }
  return {
    ...loadSettings(env),
    tokenSecret: read.TOKEN_SECRET,
    identifierSecret: read.IDENTIFIER_SECRET,
    invitationPrivateKey: read.INVITATION_PRIVATE_KEY,
  }
}

/** Each name with its sentence and default, for help and for the pages of the manual. */
export function describeEnvironment(): { name: string; sentence: string; default: string | null }[] {
  return Object.entries({ ...settingsSchema.shape, ...secretsSchema.shape }).map(([name, schema]) => ({
    name,
    sentence: schema.description ?? '',
    default: schema instanceof z.ZodDefault ? String(schema.def.defaultValue) : null,
  }))
}

/** Fresh secrets, different at every call. */
export function makeSecrets(): Record<SecretName, string> {
  const { privateKey: key } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  return {
    TOKEN_SECRET: randomBytes(48).toString('base64url'),
    IDENTIFIER_SECRET: randomBytes(48).toString('base64url'),
    INVITATION_PRIVATE_KEY: Buffer.from(key).toString('base64'),
  }
}

/** An empty variable says nothing: compose files pass one for each name that is not set. */
function stated(env: Environment): Environment {
  return Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  )
}

function readSecret(env: Environment, name: SecretName): string | undefined {
  const file = env[`${name}_FILE`]
  if (file === undefined) return env[name]
  if (env[name] !== undefined) throw new Error(`${name} and ${name}_FILE are both set: keep one of them.`)
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    throw new Error(`${name}_FILE: the file ${file} cannot be read.`, { cause: error })
  }
}

function parse<S extends z.ZodType>(schema: S, env: Environment): z.output<S> {
  const result = schema.safeParse(env)
  if (result.success) return result.data
  const lines = result.error.issues.map(({ path, message, code }) => {
    const name = String(path[0])
    if (code === 'invalid_type' && env[name] === undefined) {
      return `${name} is missing. Make one with: npm run -s make-secrets`
    }
    return `${name} ${message}.`
  })
  throw new Error(`The configuration is wrong.\n${lines.map((line) => `  ${line}`).join('\n')}`)
}

const SECRET_BYTES_MIN = 32
const SECRET_BITS_MIN = 96

/** Words of sample configurations and of the tutorials that people copy from. */
const weakWords =
  /change.?me|replace.?me|password|passwd|secret|example|default|mui.?tiem|qwerty|letmein|admin|test.?key|sample|insert|your.?256/i

function secret() {
  return z.string().superRefine((value, context) => {
    const reason = weakness(value)
    if (reason !== null)
      context.addIssue({ code: 'custom', message: `${reason}. Make one with: npm run -s make-secrets` })
  })
}

/** Why a text is no secret, or null. The text itself is never repeated. */
function weakness(value: string): string | null {
  if (weakWords.test(value)) return 'is a well-known value or made of words'
  if (Buffer.byteLength(value) < SECRET_BYTES_MIN) return `is shorter than ${SECRET_BYTES_MIN} bytes`
  if ((value + value).indexOf(value, 1) < value.length) return 'repeats itself'
  if (steps(value) > value.length / 2) return 'is a plain sequence'
  if (entropyBits(value) < SECRET_BITS_MIN) return 'is too easily guessed (too few different characters)'
  return null
}

/** How many characters follow their neighbour in the alphabet, or equal it. */
function steps(value: string): number {
  let count = 0
  for (let i = 1; i < value.length; i++) {
    if (Math.abs(value.charCodeAt(i) - value.charCodeAt(i - 1)) <= 1) count++
  }
  return count
}

/** Shannon's measure over the characters seen, times the length: an upper bound of what a guesser must try. */
function entropyBits(value: string): number {
  const counts = new Map<string, number>()
  for (const char of value) counts.set(char, (counts.get(char) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values()) bits -= count * Math.log2(count / value.length)
  return bits
}

/** Keys printed in the pages of jwt.io and of RFC 7515: the world holds their private half. */
const publishedKeys = new Set([
  'evZzL1gdAFr88hb2OF_2NxApJCzGCEDdfSp6VQO30hw',
  'jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI',
])

function privateKey(text: string, context: z.RefinementCtx): KeyObject {
  const pem = text.includes('-----BEGIN')
    ? text.replaceAll('\\n', '\n')
    : Buffer.from(text, 'base64').toString('utf8')
  const refuse = (message: string) => {
    context.addIssue({ code: 'custom', message: `${message}. Make one with: npm run -s make-secrets` })
    return z.NEVER
  }
  let key: KeyObject
  try {
    key = createPrivateKey(pem)
  } catch {
    return refuse('is no private key in PEM')
  }
  if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1')
    return refuse('is no key on the curve P-256 (ES256)')
  if (publishedKeys.has(String(key.export({ format: 'jwk' }).d))) return refuse('is a published key')
  return key
}
