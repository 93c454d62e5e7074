/**
 * Builds the pages into dist/web. `node scripts/build-web.ts`: always; `ensureWebBuilt()`: when they are missing or
 * older than their sources.
 */
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
import type { PluginOption } from 'vite'
import { addInstallFiles } from './web/install-files.ts'
import { readBundle } from './web/page-files.ts'
import { buildWorker } from './web/build-worker.ts'

const root = join(import.meta.dirname, '..')
const out = join(root, 'dist/web')
const sources = ['src/web', 'src/domain', 'scripts/web', 'vite.config.ts', 'package-lock.json']

/** A production install has no bundler: there the pages came built, and stay as they are. */
export async function ensureWebBuilt(): Promise<void> {
  const builtAt = await changedAt(join(out, 'sw.js'))
  const changed = await Promise.all(sources.map((source) => changedAt(join(root, source))))
  if (builtAt > Math.max(...changed)) return
  if (builtAt > 0 && !existsSync(join(root, 'node_modules/vite'))) return
  await buildWeb()
}

/** Built aside and moved into place, so that two builds at once, or a killed one, leave whole pages. */
async function buildWeb(): Promise<void> {
  const fresh = join(root, `dist/.web-${process.pid}`)
  const old = join(root, `dist/.web-${process.pid}-old`)
  await mkdir(join(root, 'dist'), { recursive: true })
  await buildInto(fresh)
  await rm(old, { recursive: true, force: true })
  if (existsSync(out)) await rename(out, old)
  await rename(fresh, out)
  await rm(old, { recursive: true, force: true })
}

/**
 * The pages, what makes them installable, and the service worker that knows all of it by name.
 *
 * @param plugins for a build that differs on purpose.
 */
export async function buildInto(folder: string, plugins: PluginOption[] = []): Promise<void> {
  const { build } = await import('vite')
  await build({
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'warn',
    plugins,
    build: { outDir: folder, emptyOutDir: true },
  })
  const bundle = await readBundle(folder)
  await addInstallFiles(join(root, 'src/web'), folder)
  await buildWorker(join(root, 'src/web'), folder, bundle, plugins)
  await compressFiles(join(folder, 'assets'))
}

/** The same bytes for everyone: pressed once, as small as they get, instead of at each request. */
async function compressFiles(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!['.js', '.css', '.svg', '.wasm'].includes(extname(name))) continue
    const bytes = await readFile(join(folder, name))
    await writeFile(join(folder, `${name}.gz`), await promisify(gzip)(bytes, { level: 9 }))
    await writeFile(join(folder, `${name}.br`), await promisify(brotliCompress)(bytes))
  }
}

/** When a file, or the newest file of a folder, was last changed; 0 when there is none. */
async function changedAt(path: string): Promise<number> {
  if (!existsSync(path)) return 0
  const found = await stat(path)
  if (!found.isDirectory()) return found.mtimeMs
  const inside = await readdir(path)
  return Math.max(0, ...(await Promise.all(inside.map((name) => changedAt(join(path, name))))))
}

if (import.meta.main) await buildWeb()
