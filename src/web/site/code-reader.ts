/** Finds the codes in the picture that the camera shows now. */
export type CodeReader = (video: HTMLVideoElement) => Promise<string[]>

/** QR on papers and cards, Data Matrix on vaccine packs. */
const nativeFormats = ['qr_code', 'data_matrix']

/** The browser's own reader where it knows our codes; else one that is fetched, from our own server, when first needed. */
export async function loadCodeReader(): Promise<CodeReader> {
  if ('BarcodeDetector' in globalThis) {
    const known = await BarcodeDetector.getSupportedFormats()
    const formats = nativeFormats.filter((format) => known.includes(format))
    if (formats.includes('qr_code')) return nativeReader(formats)
  }
  return await wasmReader()
}

function nativeReader(formats: string[]): CodeReader {
  const detector = new BarcodeDetector({ formats })
  return async (video) => (await detector.detect(video)).map(({ rawValue }) => rawValue)
}

/** Wider pictures take longer and read no better at arm's length. */
const WIDTH_MAX = 960

async function wasmReader(): Promise<CodeReader> {
  const [{ prepareZXingModule, readBarcodes }, { default: wasmAddress }] = await Promise.all([
    import('zxing-wasm/reader'),
    import('zxing-wasm/reader/zxing_reader.wasm?url'),
  ])
  await prepareZXingModule({ overrides: { locateFile: () => wasmAddress }, fireImmediately: true })
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) throw new Error('This browser draws no pictures')
  return async (video) => {
    const scale = Math.min(1, WIDTH_MAX / video.videoWidth)
    canvas.width = Math.round(video.videoWidth * scale)
    canvas.height = Math.round(video.videoHeight * scale)
    context.drawImage(video, 0, 0, canvas.width, canvas.height)
    const picture = context.getImageData(0, 0, canvas.width, canvas.height)
    const found = await readBarcodes(picture, { formats: ['QRCode', 'DataMatrix'], maxNumberOfSymbols: 2 })
    return found.filter(({ isValid }) => isValid).map(({ text }) => text)
  }
}
