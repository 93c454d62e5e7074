/** The file of an upload as it is kept: sealed, and read back in pieces so that no turn of the loop takes long. */
import type { Sealer } from '#db/seal.ts'
import type { Tx } from '#db/db.ts'
import { Problem } from '#domain/problem.ts'

const PIECE = 1024 * 1024

/** @throws Problem `upload.file-erased`. */
export async function readUploadFile(tx: Tx, sealer: Sealer, uploadId: string): Promise<Buffer> {
  const pieces: Buffer[] = []
  for (let from = 1; ; from += PIECE) {
    const { rows } = await tx.$client.query<{ piece: Buffer }>(
      'SELECT substring(content FROM $2::integer FOR $3::integer) AS piece FROM upload_file WHERE upload_id = $1',
      [uploadId, from, PIECE],
    )
    const piece = rows[0]?.piece
    if (piece === undefined) throw new Problem('upload.file-erased')
    pieces.push(piece)
    if (piece.length < PIECE) break
  }
  const opened = sealer.open(Buffer.concat(pieces))
  // A copy of its own: it is handed to another thread whole.
  return Buffer.from(new Uint8Array(opened).buffer)
}
