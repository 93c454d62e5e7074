/**
 * Builds the pages into dist/web. `node scripts/build-web.ts`: always; `ensureWebBuilt()`: when they are missing or
 * older than their sources.
 */
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, gzip, gzipSync } from 'node:zlib'

const root = join(import.meta.dirname, '..')
const out = join(root, 'dist/web')
const sources = ['src/web', 'src/domain', 'vite.config.ts', 'package-lock.json']

/** A production install has no bundler: there the pages came built, and stay as they are. */
export async function ensureWebBuilt(): Promise<void> {
  const builtAt = await changedAt(join(out, 'index.html'))
  const changed = await Promise.all(sources.map((source) => changedAt(join(root, source))))
  if (builtAt > Math.max(...changed)) return
  if (builtAt > 0 && !existsSync(join(root, 'node_modules/vite'))) return
  await buildWeb()
}

/** Built aside and moved into place, so that two builds at once, or a killed one, leave whole pages. */
export async function buildWeb(): Promise<void> {
  const { build } = await import('vite')
  const fresh = join(root, `dist/.web-${process.pid}`)
  const old = join(root, `dist/.web-${process.pid}-old`)
  await mkdir(join(root, 'dist'), { recursive: true })
  await build({
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: fresh, emptyOutDir: true },
  })
  await compressFiles(join(fresh, 'assets'))
  await rm(old, { recursive: true, force: true })
  if (existsSync(out)) await rename(out, old)
  await rename(fresh, out)
  await rm(old, { recursive: true, force: true })
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

if (import.meta.main) {
  await buildWeb()
  const files = (await readdir(join(out, 'assets'))).filter((name) => /\.(js|css)$/.test(name))
  for (const name of files.sort()) {
    const size = gzipSync(await readFile(join(out, 'assets', name)), { level: 9 }).length
    console.log(`${String(size).padStart(8)} bytes gz  ${name}`)
  }
}
