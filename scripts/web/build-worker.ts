import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PluginOption } from 'vite'
import { nameOf } from './install-files.ts'
import { offlineFiles, type Bundle } from './page-files.ts'

/**
 * The service worker of this build, left readable. The shell gets a second name, by its content: so the worker can never
 * pair the shell of one build with the files of another.
 */
export async function buildWorker(
  source: string,
  folder: string,
  bundle: Bundle,
  plugins: PluginOption[],
): Promise<void> {
  const bytes = await readFile(join(folder, 'index.html'))
  const shell = `assets/shell-${nameOf(bytes)}.html`
  await writeFile(join(folder, shell), bytes)
  const files = [shell, ...offlineFiles(bundle)].map((file) => `/${file}`)
  const version = createHash('sha256').update(files.join('\n')).digest('hex').slice(0, 12)
  const { build } = await import('vite')
  await build({
    configFile: false,
    logLevel: 'warn',
    root: source,
    plugins,
    define: { BUILD: JSON.stringify({ version, shell: `/${shell}`, files }) },
    build: {
      outDir: folder,
      emptyOutDir: false,
      target: 'es2022',
      minify: false,
      lib: { entry: join(source, 'sw.ts'), formats: ['iife'], name: 'worker', fileName: () => 'sw.js' },
    },
  })
}
