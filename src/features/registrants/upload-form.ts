import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { Problem } from '#domain/problem.ts'

/** `hash`: SHA-256, hexadecimal. */
export type UploadedFile = { id: string; fileName: string; content: Buffer; hash: string }

/** Reads the two parts of an upload. @throws Problem `upload.file-missing`, `request.too-large`, `request.media-type`. */
export async function readUploadForm(request: FastifyRequest): Promise<UploadedFile> {
  let id: string | null = null
  let file: Omit<UploadedFile, 'id'> | null = null
  for await (const part of request.parts()) {
    if (part.type === 'file') {
      const hash = createHash('sha256')
      const pieces: Buffer[] = []
      // Hashed as it comes: forty megabytes at once would hold up everybody else.
      for await (const piece of part.file as AsyncIterable<Buffer>) {
        hash.update(piece)
        pieces.push(piece)
      }
      if (part.file.truncated) throw new Problem('request.too-large')
      file = { fileName: part.filename, content: Buffer.concat(pieces), hash: hash.digest('hex') }
    } else if (part.fieldname === 'id') {
      id = z.guid().safeParse(part.value).data?.toLowerCase() ?? null
    }
  }
  if (id === null || file === null) throw new Problem('upload.file-missing')
  return { id, ...file }
}
