import { join } from 'node:path'

/** The phone's files as one script for a page of a test. */
export async function bundlePhone(): Promise<string> {
  const { build } = await import('vite')
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    resolve: { alias: { '#domain': join(import.meta.dirname, '../../src/domain') } },
    build: {
      write: false,
      target: 'es2022',
      minify: false,
      lib: { entry: join(import.meta.dirname, 'browser-entry.ts'), formats: ['es'], fileName: 'phone' },
    },
  })
  const [first] = Array.isArray(built) ? built : [built]
  if (first === undefined || !('output' in first)) throw new Error('Nothing was built')
  return first.output[0].code
}
