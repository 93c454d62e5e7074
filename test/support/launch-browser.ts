import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'

const installed = ['/usr/bin/chromium', '/usr/bin/google-chrome']

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** The first of CHROME_PATH, an installed Chromium, and the one that comes from npm (Linux x64 only). */
export async function launchBrowser(moreFlags: readonly string[] = []): Promise<Browser> {
  const given = process.env['CHROME_PATH']
  const found = given !== undefined && given !== '' ? given : installed.find((path) => existsSync(path))
  const packed = found === undefined ? await unpackChromium() : null
  return chromium.launch({
    executablePath: found ?? packed!.executable,
    args: [...flags, ...moreFlags],
    // An unpacked Chromium brings its fonts, and this is where it looks for them.
    env: { ...process.env, ...packed?.env },
  })
}

/**
 * Unpacks the Chromium of `@sparticuz/chromium`. Left alone it would take whatever copy lies in the temporary folder,
 * of another version or half written by another process: so each version has its own folder, moved into place whole.
 */
async function unpackChromium() {
  const about = join(import.meta.dirname, '../../node_modules/@sparticuz/chromium/package.json')
  const { version } = JSON.parse(await readFile(about, 'utf8')) as { version: string }
  const place = join(tmpdir(), `muitiem-chromium-${version}`)
  const executable = join(place, 'chromium')
  const env = { FONTCONFIG_FILE: join(place, 'fonts.conf') }
  if (existsSync(executable)) return { executable, env }
  const before = process.env['TMPDIR']
  const aside = await mkdtemp(`${place}-`)
  try {
    // The package unpacks into os.tmpdir() and cannot be told otherwise.
    process.env['TMPDIR'] = aside
    const { default: sparticuz } = await import('@sparticuz/chromium')
    await sparticuz.executablePath()
    // Its own list of font folders names /tmp/fonts, and a Chromium that finds no font ends at the first letter.
    await writeFile(join(aside, 'fonts.conf'), fontsIn([join(place, 'fonts'), '/usr/share/fonts'], place))
  } finally {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  }
  try {
    await rename(aside, place)
  } catch (error) {
    // Another worker was first: its copy is as good.
    if (!existsSync(executable)) throw error
    await rm(aside, { recursive: true, force: true })
  }
  return { executable, env }
}

const fontsIn = (folders: readonly string[], place: string) =>
  `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
${folders.map((folder) => `  <dir>${folder}</dir>`).join('\n')}
  <cachedir>${join(place, 'fonts-cache')}</cachedir>
</fontconfig>
`
