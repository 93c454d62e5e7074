import { Problem } from '#domain/problem.ts'

const libraryErrors = new Set(['ParseError', 'ZipError', 'XmlError', 'EncryptedFileError'])

/**
 * What an error says of the file that was being opened: what a library throws is the file's fault, and its message may
 * quote cells, so it stays behind. Null for a bug of ours.
 */
export function problemOfFile(error: unknown): Problem | null {
  if (error instanceof Problem) return error
  if (!(error instanceof Error)) return null
  const thrownAt = error.stack?.split('\n').find((line) => line.includes(' at '))
  const isLibrary = thrownAt?.includes('node_modules') === true || libraryErrors.has(error.name)
  return isLibrary ? new Problem('list.file-damaged') : null
}
