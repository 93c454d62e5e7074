import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openLocalCa } from '../scripts/tls/local-ca.ts'
import { describeTls, serveTls, type TlsServing } from '../scripts/tls/serve-tls.ts'
import { createTestApp, type TestApp } from './support/app.ts'

let app: TestApp
let serving: TlsServing
const folder = mkdtempSync(join(tmpdir(), 'muitiem-tls-'))
const ports = { host: '127.0.0.1', port: 0, caPort: 0 }
const now = new Date()

beforeAll(async () => {
  app = await createTestApp()
  serving = await serveTls(app.app, { folder, ...ports, now })
})
afterAll(async () => {
  await serving.close()
  await app.close()
  rmSync(folder, { recursive: true })
})

const local = (address: string) => {
  const url = new URL(address)
  url.hostname = '127.0.0.1'
  return url
}

/** As a phone that trusts this authority and no other. */
function ask(
  path: string,
  ca: string | undefined,
  host = '127.0.0.1',
): Promise<{ status: number; body: string }> {
  const { port } = new URL(serving.address)
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port, path, ca, servername: host === '127.0.0.1' ? '' : host },
      (response) => {
        let body = ''
        response.on('data', (part: Buffer) => (body += part.toString()))
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body }))
      },
    )
    sent.on('error', reject)
    sent.end()
  })
}

describe('the demo on the local network', () => {
  test('answers over TLS to whoever trusts its authority, by address and by name, and to nobody else', async () => {
    const { certificate } = serving.ca
    expect((await ask('/livez', certificate)).status).toBe(200)
    expect((await ask('/livez', certificate, 'localhost')).status).toBe(200)
    await expect(ask('/livez', undefined)).rejects.toThrow(/certificate/)
    await expect(ask('/livez', certificate, 'elsewhere.example')).rejects.toThrow(/altnames|Hostname/)
  })

  test('gives out the certificate without TLS, with its fingerprint, and nothing else', async () => {
    const plain = local(serving.caAddress)
    const given = await fetch(new URL('/ca.crt', plain))
    expect(given.headers.get('content-type')).toBe('application/x-x509-ca-cert')
    const certificate = await given.text()
    expect(new X509Certificate(certificate).fingerprint256).toBe(serving.ca.fingerprint)
    expect(await (await fetch(plain)).text()).toContain(serving.ca.fingerprint)
    for (const path of ['/v1/account', '/livez', '/tls/ca-key.pem', '/ca-key.pem', '/../ca-key.pem'])
      expect((await fetch(new URL(path, plain))).status).toBe(404)
  })

  test('the authority signs servers and nothing below it; its key is its owner’s alone and stays over a restart', async () => {
    const certificate = new X509Certificate(serving.ca.certificate)
    expect(certificate.ca).toBe(true)
    const keyPath = join(folder, 'tls', 'ca-key.pem')
    expect(statSync(keyPath).mode & 0o777).toBe(0o600)
    expect(readFileSync(keyPath, 'utf8')).toContain('BEGIN PRIVATE KEY')
    const again = await openLocalCa(join(folder, 'tls'), now)
    expect([again.fingerprint, again.isNew]).toEqual([serving.ca.fingerprint, false])
    const late = new Date(now.getTime() + 800 * 86_400_000)
    const renewed = await openLocalCa(join(folder, 'tls'), late)
    expect(renewed.isNew).toBe(true)
    expect(renewed.fingerprint).not.toBe(serving.ca.fingerprint)
  })

  test('prints both addresses as codes that a camera reads, and the fingerprint', async () => {
    const text = await describeTls(serving)
    for (const part of [serving.address, serving.caAddress, serving.ca.fingerprint])
      expect(text).toContain(part)
    expect(text).toMatch(/[▄▀█]/)
  })
})
