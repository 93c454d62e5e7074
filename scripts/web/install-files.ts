import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { drawIcon, type Shape } from './draw-icon.ts'
import { encodePng } from './png.ts'

const icons: readonly { size: number; shape: Shape; purpose: 'any' | 'maskable' }[] = [
  { size: 192, shape: 'rounded', purpose: 'any' },
  { size: 512, shape: 'rounded', purpose: 'any' },
  { size: 512, shape: 'full', purpose: 'maskable' },
]

/** What a browser needs to offer "install": the manifest with its pictures, drawn from `icon.svg`. */
export async function addInstallFiles(source: string, folder: string): Promise<void> {
  const svg = await readFile(join(source, 'icon.svg'), 'utf8')
  const drawn = await Promise.all(
    icons.map(async ({ size, shape, purpose }) => {
      const bytes = encodePng(drawIcon(svg, size, shape))
      const file = `assets/icon-${size}-${purpose}-${nameOf(bytes)}.png`
      await writeFile(join(folder, file), bytes)
      return { src: `/${file}`, sizes: `${size}x${size}`, type: 'image/png', purpose }
    }),
  )
  const manifest = {
    id: '/',
    name: 'Mũi Tiêm',
    short_name: 'Mũi Tiêm',
    description: 'Tiêm chủng toàn thành phố: tiếp đón, tiêm và ghi mũi, cả khi mất mạng.',
    lang: 'vi',
    start_url: '/',
    scope: '/',
    display: 'standalone',
    theme_color: '#0b5f58',
    background_color: '#ffffff',
    icons: drawn,
  }
  await writeFile(join(folder, 'manifest.webmanifest'), JSON.stringify(manifest))
}

/** Named by its content, like everything else in that folder. */
export const nameOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex').slice(0, 10)
