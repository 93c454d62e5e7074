import { generateKeyPairSync } from 'node:crypto'
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assert, boolean, pre, property, uint8Array } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { describeEnvironment, loadConfig, loadSettings, makeSecrets } from '#src/config.ts'

const secrets = makeSecrets()

describe('settings', () => {
  test('everything but the secrets has a default', () => {
    expect(loadSettings({})).toEqual({
      port: 8080,
      host: '127.0.0.1',
      dataDir: 'data',
      database: { url: null, appUrl: null, writerUrl: null, reportUrl: null, schema: 'muitiem' },
      logLevel: 'info',
      trustProxy: 0,
      publicUrl: 'http://127.0.0.1:8080',
      authority: {
        code: 'authority',
        name: 'Trung tâm Y tế thành phố',
        country: 'VN',
        timeZone: 'Asia/Ho_Chi_Minh',
      },
    })
  })

  test('an empty variable says nothing', () => {
    expect(loadSettings({ PORT: '', DATABASE_URL: ' ' })).toMatchObject({
      port: 8080,
      database: { url: null },
    })
  })

  test.each([
    ['PORT', 'eighty'],
    ['PORT', '70000'],
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['DB_SCHEMA', 'public'],
    ['DB_SCHEMA', 'pg_temp'],
    ['DB_SCHEMA', 'a"; DROP SCHEMA x'],
    ['LOG_LEVEL', 'loud'],
    ['TRUST_PROXY', '-1'],
    ['PUBLIC_URL', 'javascript:alert(1)'],
  ])('%s=%s is refused by name', (name, value) => {
    expect(() => loadSettings({ [name]: value })).toThrow(new RegExp(`${name} `))
  })

  test('a socket address of the embedded server is an address', () => {
    const url = 'postgresql://postgres@localhost/muitiem?host=%2Ftmp%2Frun'
    expect(loadSettings({ DATABASE_URL: url }).database.url).toBe(url)
  })

  test('each name has a sentence', () => {
    for (const { sentence } of describeEnvironment()) expect(sentence).toMatch(/\.$/)
  })
})

describe('secrets', () => {
  test('fresh ones are taken, and differ each time', () => {
    const config = loadConfig({ ...secrets })
    expect(config.tokenSecret).toBe(secrets.TOKEN_SECRET)
    expect(config.invitationPrivateKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1')
    expect(makeSecrets().TOKEN_SECRET).not.toBe(secrets.TOKEN_SECRET)
  })

  test.each(Object.keys(secrets))('%s is asked for by name', (name) => {
    expect(() => loadConfig({ ...secrets, [name]: undefined })).toThrow(new RegExp(`${name} is missing`))
  })

  test.each([
    'changeme',
    'changeme'.repeat(5),
    'secret',
    'password',
    'CHANGE-ME-CHANGE-ME-CHANGE-ME-CHANGE-ME',
    'your-256-bit-secret-your-256-bit-secret',
    'a-string-secret-at-least-256-bits-long',
    'x'.repeat(64),
    'abcdefgh'.repeat(8),
    'abcdefghijklmnopqrstuvwxyz0123456789',
    'aababbaabbbabaababbbaabababbabbaabababab',
    'k7Qz1',
  ])('TOKEN_SECRET=%s is refused', (value) => {
    expect(() => loadConfig({ ...secrets, TOKEN_SECRET: value })).toThrow(/TOKEN_SECRET /)
  })

  test('a refusal never repeats the secret', () => {
    const value = 'hunter2hunter2'
    let message = ''
    try {
      loadConfig({ ...secrets, IDENTIFIER_SECRET: value })
    } catch (error) {
      message = (error as Error).message
    }
    expect(message).toContain('IDENTIFIER_SECRET')
    expect(message).not.toContain(value)
  })

  test('any 32 random bytes are taken, as hexadecimal or base64', () => {
    assert(
      property(uint8Array({ minLength: 32, maxLength: 32 }), boolean(), (bytes, hex) => {
        // Only what a random source could plausibly give: nearly all bytes different.
        pre(new Set(bytes).size > 26)
        const value = Buffer.from(bytes).toString(hex ? 'hex' : 'base64url')
        expect(loadConfig({ ...secrets, TOKEN_SECRET: value }).tokenSecret).toBe(value)
      }),
      { numRuns: 50, seed: 7 },
    )
  })

  test('one secret is not used for two purposes', () => {
    expect(() => loadConfig({ ...secrets, IDENTIFIER_SECRET: secrets.TOKEN_SECRET })).toThrow(/must differ/)
  })

  test('a secret is read from the file named by NAME_FILE, and not from two places', () => {
    const folder = mkdtempSync(join(tmpdir(), 'config-'))
    const file = join(folder, 'token')
    writeFileSync(file, `${secrets.TOKEN_SECRET}\n`)
    chmodSync(file, 0o600)
    const env = { ...secrets, TOKEN_SECRET: undefined, TOKEN_SECRET_FILE: file }
    expect(loadConfig(env).tokenSecret).toBe(secrets.TOKEN_SECRET)
    expect(() => loadConfig({ ...env, TOKEN_SECRET: secrets.TOKEN_SECRET })).toThrow(/both set/)
    expect(() => loadConfig({ ...env, TOKEN_SECRET_FILE: join(folder, 'absent') })).toThrow(
      /TOKEN_SECRET_FILE/,
    )
  })

  test('the demo’s own secrets stand in for those that the environment does not state', () => {
    const own = makeSecrets()
    expect(loadConfig({ TOKEN_SECRET: own.TOKEN_SECRET }, secrets)).toMatchObject({
      tokenSecret: own.TOKEN_SECRET,
      identifierSecret: secrets.IDENTIFIER_SECRET,
    })
  })
})

describe('the invitation key', () => {
  const pem = Buffer.from(secrets.INVITATION_PRIVATE_KEY, 'base64').toString()

  test('is taken as PEM, as PEM on one line, and as base64', () => {
    for (const value of [pem, pem.replaceAll('\n', '\\n'), secrets.INVITATION_PRIVATE_KEY]) {
      const key = loadConfig({ ...secrets, INVITATION_PRIVATE_KEY: value }).invitationPrivateKey
      expect(key.export({ type: 'pkcs8', format: 'pem' })).toBe(pem)
    }
  })

  test('must be a private key on P-256, and not one that is printed in a tutorial', () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'P-384' })
    const otherPrivate = other.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    const otherPublic = other.publicKey.export({ type: 'spki', format: 'pem' }).toString()
    const printed = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgevZzL1gdAFr88hb2
OF/2NxApJCzGCEDdfSp6VQO30hyhRANCAAQRWz+jn65BtOMvdyHKcvjBeBSDZH2r
1RTwjmYSi9R/zpBnuQ4EiMnCqfMPWiZqB4QdbAd0E7oH50VpuZ1P087G
-----END PRIVATE KEY-----`
    for (const value of ['nonsense', otherPrivate, otherPublic, printed]) {
      expect(() => loadConfig({ ...secrets, INVITATION_PRIVATE_KEY: value })).toThrow(
        /INVITATION_PRIVATE_KEY /,
      )
    }
  })
})
