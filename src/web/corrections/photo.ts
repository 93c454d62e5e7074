/** Of the longer side: writing on a slip is still read. */
const SIDE_MAX = 1280
/** What the service takes, as base64. */
const CHARACTERS_MAX = 200_000
const QUALITIES = [0.8, 0.65, 0.5, 0.35]
const SMALLER = 0.7
const SIDE_MIN = 320

/**
 * Any picture as a small JPEG, base64: light enough to travel with the request over a weak line.
 *
 * @returns null when the file is no picture that this browser can draw.
 */
export async function shrinkPhoto(file: Blob): Promise<string | null> {
  const picture = await createImageBitmap(file).catch(() => null)
  if (picture === null) return null
  const { width, height } = picture
  const whole = Math.max(width, height)
  for (let side = Math.min(SIDE_MAX, whole); side >= Math.min(SIDE_MIN, whole); side *= SMALLER) {
    const scale = side / whole
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.round(width * scale))
    canvas.height = Math.max(1, Math.round(height * scale))
    canvas.getContext('2d')!.drawImage(picture, 0, 0, canvas.width, canvas.height)
    for (const quality of QUALITIES) {
      const text = canvas.toDataURL('image/jpeg', quality).split(',')[1] ?? ''
      if (text.length <= CHARACTERS_MAX) return text
    }
  }
  return null
}

export const photoAddress = (photo: string): string => `data:image/jpeg;base64,${photo}`
