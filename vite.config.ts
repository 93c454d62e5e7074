import { join } from 'node:path'
import { defineConfig } from 'vite'

/** The pages. Everything is a file of its own (no data: addresses, nothing inline), so that the strict CSP holds. */
export default defineConfig({
  root: join(import.meta.dirname, 'src/web'),
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: join(import.meta.dirname, 'dist/web'),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
  },
  server: { proxy: { '/v1': 'http://127.0.0.1:8080' } },
})
