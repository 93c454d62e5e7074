import { createServer as createHttpServer, type Server } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { toString as drawQr } from 'qrcode'
import type { App } from '#http/types.ts'
import { issueServerCertificate, openLocalCa, type LocalCa } from './local-ca.ts'

const REQUEST_TIMEOUT_MS = 60_000

/** Where phones on the same network find this machine. */
export function localAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .filter(
      ({ family, internal, address }) => family === 'IPv4' && !internal && !address.startsWith('169.254.'),
    )
    .map(({ address }) => address)
}

export type TlsServing = {
  ca: LocalCa
  /** Of the app, over TLS; the first address of the network, or this machine's own. */
  address: string
  /** Of the page that gives out the authority's certificate, without TLS: nothing else is served there. */
  caAddress: string
  close: () => Promise<void>
}

/** The app over TLS under a local authority, and beside it a page without TLS that gives out its certificate. */
export async function serveTls(
  app: App,
  at: { folder: string; host: string; port: number; caPort: number; now: Date },
): Promise<TlsServing> {
  const addresses = localAddresses()
  const ca = await openLocalCa(join(at.folder, 'tls'), at.now)
  const hosts = [...new Set(['localhost', '127.0.0.1', ...addresses])]
  const { key, certificate } = await issueServerCertificate(ca, hosts, at.now)
  await app.ready()
  const secure = createHttpsServer(
    {
      key,
      cert: `${certificate}\n${ca.certificate}`,
      minVersion: 'TLSv1.2',
      requestTimeout: REQUEST_TIMEOUT_MS,
    },
    (request, response) => app.routing(request, response),
  )
  const shown = addresses[0] ?? '127.0.0.1'
  const port = await listen(secure, at.host, at.port)
  const plain = createHttpServer((request, response) => {
    const answer = answerPlain(request.url ?? '/', ca, `https://${shown}:${port}`)
    response.writeHead(answer.status, { 'content-type': answer.type, 'cache-control': 'no-store' })
    response.end(answer.body)
  })
  const caPort = await listen(plain, at.host, at.caPort)
  return {
    ca,
    address: `https://${shown}:${port}`,
    caAddress: `http://${shown}:${caPort}`,
    close: async () => {
      await Promise.all([end(secure), end(plain)])
    },
  }
}

function answerPlain(
  url: string,
  ca: LocalCa,
  address: string,
): { status: number; type: string; body: string } {
  if (url === '/ca.crt') return { status: 200, type: 'application/x-x509-ca-cert', body: ca.certificate }
  if (url !== '/')
    return { status: 404, type: 'text/plain; charset=utf-8', body: 'Only / and /ca.crt are here.\n' }
  return { status: 200, type: 'text/html; charset=utf-8', body: caPage(ca.fingerprint, address) }
}

const caPage = (fingerprint: string, address: string) => `<!doctype html>
<html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Mũi Tiêm: chứng thư thử</title>
<h1>Mũi Tiêm</h1>
<p>1. <a href="/ca.crt" download>Tải chứng thư thử (ca.crt)</a> và cài vào máy. /
 Download the demo’s certificate and install it. / ດາວໂຫຼດໃບຢັ້ງຢືນ ແລະ ຕິດຕັ້ງ.</p>
<ul>
<li>Android: Cài đặt → Bảo mật → Mã hóa và thông tin xác thực → Cài đặt chứng chỉ → Chứng chỉ CA. /
 Settings → Security → Encryption and credentials → Install a certificate → CA certificate. /
 ການຕັ້ງຄ່າ → ຄວາມປອດໄພ → ຕິດຕັ້ງໃບຢັ້ງຢືນ → CA.</li>
<li>iPhone: Cài đặt → Đã tải về hồ sơ → Cài đặt; rồi Cài đặt chung → Giới thiệu → Cài đặt tin cậy chứng nhận. /
 Settings → Profile Downloaded → Install; then General → About → Certificate Trust Settings. /
 ການຕັ້ງຄ່າ → ໂປຣໄຟລ໌ທີ່ດາວໂຫຼດ → ຕິດຕັ້ງ; ແລ້ວ ທົ່ວໄປ → ກ່ຽວກັບ → ການໄວ້ວາງໃຈໃບຢັ້ງຢືນ.</li>
</ul>
<p>2. Đối chiếu dấu vân tay SHA-256 với màn hình máy chủ. / Compare its SHA-256 fingerprint with the one on the server’s screen. /
 ທຽບລາຍນິ້ວມື SHA-256 ກັບໜ້າຈໍເຊີບເວີ:</p>
<pre style="white-space:pre-wrap">${fingerprint}</pre>
<p>3. Mở / open / ເປີດ <a href="${address}">${address}</a></p>
<p>Gỡ chứng thư sau khi thử xong. / Remove it when you are done. / ຖອນອອກເມື່ອທົດລອງແລ້ວ.</p>
</html>
`

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port))
  })
}

function end(server: Server): Promise<void> {
  server.closeIdleConnections()
  return new Promise((resolve) => {
    server.close(() => resolve())
    setTimeout(() => server.closeAllConnections(), 1000).unref()
  })
}

/** For a terminal: a phone's camera reads both codes off the screen. */
export async function describeTls({ ca, address, caAddress }: TlsServing): Promise<string> {
  const draw = (text: string) => drawQr(text, { type: 'terminal', small: true, errorCorrectionLevel: 'L' })
  return [
    '',
    `1. Cài chứng thư thử lên điện thoại / install the demo's certificate on the phone: ${caAddress}`,
    await draw(caAddress),
    `   SHA-256 ${ca.fingerprint}`,
    ...(ca.isNew ? ['   Chứng thư vừa được tạo mới. / It was made just now.'] : []),
    '',
    `2. Mở / then open: ${address}`,
    await draw(address),
  ].join('\n')
}
