import { api, ApiProblem, withQuery } from './api.ts'
import { toast } from './ui/toast.tsx'

/** The browser takes the file before its address is given back. */
const TAKEN_MS = 60_000

/** Has the browser keep a file of the service, under the name that it has there. A refusal is thrown, nothing is kept. */
export async function keepFile(address: string): Promise<void> {
  const file = await api.get<File>(address)
  keepAs(file.name, file)
}

/** The same for a button that stands alone: a refusal is said where the person looks. */
export async function takeFile(path: string, query: Parameters<typeof withQuery>[1] = {}): Promise<void> {
  try {
    await keepFile(withQuery(path, query))
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error
    toast(() => error.title)
  }
}

export function keepAs(name: string, content: Blob): void {
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), TAKEN_MS)
}
