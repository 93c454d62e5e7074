/** What the bundler resolves to the address of a file of ours. */
declare module '*?url' {
  const address: string
  export default address
}

/** Built into some browsers (Android's Chrome), absent in others; not yet among TypeScript's own. */
declare class BarcodeDetector {
  constructor(options: { formats: string[] })
  static getSupportedFormats(): Promise<string[]>
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>
}
