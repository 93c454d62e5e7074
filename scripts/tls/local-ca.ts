/**
 * A certificate authority of this one installation, so that phones on the local network reach the demo over TLS: without it
 * they lend no camera and run no service worker. A bare self-signed certificate would not do; phones install the authority.
 */
import './reflect.ts'
import { webcrypto, X509Certificate as NodeCertificate } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509'

const DAY_MS = 86_400_000
const CA_DAYS = 825
/** Phones take no longer ones; a new one is made at each start. */
const SERVER_DAYS = 90
/** With less left than this the authority is made anew, and the phones install the new one. */
const CA_DAYS_LEFT_MIN = SERVER_DAYS

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const crypto = webcrypto as unknown as Crypto

export type LocalCa = {
  /** PEM. */
  certificate: string
  /** SHA-256 of the DER, as phones show it: pairs of hex digits. */
  fingerprint: string
  isNew: boolean
}
type SigningCa = LocalCa & { key: CryptoKey }

/** The authority of this folder, made at the first start. Its private key is readable by the owner alone. */
export async function openLocalCa(folder: string, now: Date): Promise<SigningCa> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const kept = await loadCa(folder, now)
  return kept ?? makeCa(folder, now)
}

async function loadCa(folder: string, now: Date): Promise<SigningCa | null> {
  const paths = pathsIn(folder)
  if (!existsSync(paths.key) || !existsSync(paths.certificate)) return null
  const certificate = readFileSync(paths.certificate, 'utf8')
  const daysLeft = (new X509Certificate(certificate).notAfter.getTime() - now.getTime()) / DAY_MS
  if (daysLeft < CA_DAYS_LEFT_MIN) return null
  chmodSync(paths.key, 0o600)
  const der = PemConverter.decodeFirst(readFileSync(paths.key, 'utf8'))
  const key = await crypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign'])
  return { certificate, fingerprint: fingerprintOf(certificate), isNew: false, key }
}

async function makeCa(folder: string, now: Date): Promise<SigningCa> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const made = await X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: randomSerial(),
      name: `CN=Mui Tiem demo ${now.toISOString().slice(0, 10)}`,
      notBefore: new Date(now.getTime() - DAY_MS),
      notAfter: new Date(now.getTime() + CA_DAYS * DAY_MS),
      signingAlgorithm: algorithm,
      keys,
      extensions: [
        new BasicConstraintsExtension(true, 0, true),
        new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      ],
    },
    crypto,
  )
  const certificate = made.toString('pem')
  const paths = pathsIn(folder)
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', keys.privateKey)
  keep(paths.key, PemConverter.encode(pkcs8, 'PRIVATE KEY'), 0o600)
  keep(paths.certificate, certificate, 0o644)
  return { certificate, fingerprint: fingerprintOf(certificate), isNew: true, key: keys.privateKey }
}

/** A server certificate for these names and addresses; its key lives in memory only. */
export async function issueServerCertificate(
  ca: SigningCa,
  hosts: readonly string[],
  now: Date,
): Promise<{ key: string; certificate: string }> {
  const issuer = new X509Certificate(ca.certificate)
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const made = await X509CertificateGenerator.create(
    {
      serialNumber: randomSerial(),
      subject: 'CN=Mui Tiem demo',
      issuer: issuer.subject,
      notBefore: new Date(now.getTime() - DAY_MS),
      notAfter: new Date(now.getTime() + SERVER_DAYS * DAY_MS),
      signingAlgorithm: algorithm,
      publicKey: keys.publicKey,
      signingKey: ca.key,
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
        new SubjectAlternativeNameExtension(
          hosts.map((value) => ({ type: isAddress(value) ? ('ip' as const) : ('dns' as const), value })),
        ),
      ],
    },
    crypto,
  )
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', keys.privateKey)
  return { key: PemConverter.encode(pkcs8, 'PRIVATE KEY'), certificate: made.toString('pem') }
}

const pathsIn = (folder: string) => ({
  key: join(folder, 'ca-key.pem'),
  certificate: join(folder, 'ca.pem'),
})

/** Written aside first, so that a kill leaves the old file or the new one. */
function keep(path: string, text: string, mode: number): void {
  writeFileSync(`${path}.new`, `${text.trimEnd()}\n`, { mode })
  chmodSync(`${path}.new`, mode)
  renameSync(`${path}.new`, path)
}

const fingerprintOf = (certificate: string): string => new NodeCertificate(certificate).fingerprint256

const isAddress = (host: string): boolean => /^[\d.]+$/.test(host) || host.includes(':')

/** 16 bytes; the first bit is clear, because a serial number is not negative. */
function randomSerial(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[0] = (bytes[0]! & 0x7f) | 0x40
  return Buffer.from(bytes).toString('hex')
}
