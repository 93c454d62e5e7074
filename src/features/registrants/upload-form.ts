import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { Problem } from '#domain/problem.ts'
import type { UploadedFile } from './preview-upload.ts'

/** Reads the two parts of an upload. @throws Problem `upload.file-missing`, `request.too-large`, `request.media-type`. */
export async function readUploadForm(request: FastifyRequest): Promise<UploadedFile> {
  let id: string | null = null
  let file: Omit<UploadedFile, 'id'> | null = null
  for await (const part of request.parts()) {
    if (part.type === 'file') file = { fileName: part.filename, content: await part.toBuffer() }
    else if (part.fieldname === 'id') id = z.guid().safeParse(part.value).data?.toLowerCase() ?? null
  }
  if (id === null || file === null) throw new Problem('upload.file-missing')
  return { id, ...file }
}
