import { Worker } from 'node:worker_threads'
import type { FastifyReply } from 'fastify'
import { binary } from '../table-file.ts'
import type { Paper } from './paper.ts'

const HEAP_MB = 512
const TIMEOUT_MS = 60_000
/** One at a time: a sheet of a whole ward must not take both cores from those who enter doses. */
let turn: Promise<unknown> = Promise.resolve()

/** The paper as a PDF. */
export function drawPdf(paper: Paper): Promise<Buffer> {
  const mine = turn.then(() => drawInThread(paper))
  turn = mine.catch(() => undefined)
  return mine
}

function drawInThread(paper: Paper): Promise<Buffer> {
  const worker = new Worker(new URL('pdf-thread.ts', import.meta.url), {
    workerData: paper,
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  })
  const clock = setTimeout(() => void worker.terminate(), TIMEOUT_MS)
  return new Promise<Buffer>((resolve, reject) => {
    worker.once('message', (bytes: Uint8Array) =>
      resolve(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)),
    )
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('The drawing thread ended without a paper')))
  }).finally(() => {
    clearTimeout(clock)
    void worker.terminate()
  })
}

export const PDF = 'application/pdf'

/** For the `response` of a route that answers with a paper. */
export const pdfResponse = { description: 'The paper, A4.', content: { [PDF]: { schema: binary } } }

/** The name is ours and holds nobody's. */
export function sendPdf(reply: FastifyReply, name: string, content: Buffer): FastifyReply {
  return reply.header('content-disposition', `attachment; filename="${name}.pdf"`).type(PDF).send(content)
}
