/** The thread in which one paper is drawn: laying out hundreds of codes takes seconds that no dose waits for. */
import { fileURLToPath } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'
import pdfmake from 'pdfmake'
import type { Paper } from './paper.ts'

const file = (name: string) => fileURLToPath(import.meta.resolve(name))
const roboto = (name: string) => file(`pdfmake/fonts/Roboto/Roboto-${name}.ttf`)
const lao = {
  normal: file('@expo-google-fonts/noto-sans-lao/400Regular/NotoSansLao_400Regular.ttf'),
  bold: file('@expo-google-fonts/noto-sans-lao/700Bold/NotoSansLao_700Bold.ttf'),
}
const fonts = {
  Roboto: {
    normal: roboto('Regular'),
    bold: roboto('Medium'),
    italics: roboto('Italic'),
    bolditalics: roboto('MediumItalic'),
  },
  // It has no italics of its own.
  NotoSansLao: { ...lao, italics: lao.normal, bolditalics: lao.bold },
}
const fontFiles = new Set(Object.values(fonts).flatMap((font) => Object.values(font)))

pdfmake.setFonts(fonts)
// Whatever a name or a note says: nothing is fetched, and no file is read but our fonts.
pdfmake.setUrlAccessPolicy(() => false)
pdfmake.setLocalAccessPolicy((path) => fontFiles.has(path))

async function draw({ title, footer, margins, content }: Paper): Promise<void> {
  const made = pdfmake.createPdf({
    pageSize: 'A4',
    pageMargins: [...margins],
    info: { title },
    defaultStyle: { font: 'Roboto', fontSize: 10, lineHeight: 1.15 },
    content,
    ...(footer === ''
      ? {}
      : {
          footer: (page: number, pages: number) => ({
            columns: [
              { text: footer, width: '*' },
              { text: `${page}/${pages}`, width: 40, alignment: 'right' as const },
            ],
            fontSize: 8,
            color: '#555555',
            margin: [margins[0], 8, margins[2], 0],
          }),
        }),
  })
  const bytes = new Uint8Array(await made.getBuffer())
  parentPort!.postMessage(bytes, [bytes.buffer])
}

await draw(workerData as Paper)
