import { api, ApiProblem } from '../shared/api.ts'
import { t as k } from '../shared/kit-words.ts'
import { language } from '../shared/words.ts'
import type { UploadView } from './list-state.tsx'

const problemType = 'application/problem+json'

/**
 * Sends a file and tells how much of it has left, which `fetch` does not. It is answered as soon as the file has its place
 * in the queue.
 *
 * @param onProgress a share of one.
 */
export async function sendListFile(
  listId: string,
  { id, file }: { id: string; file: File },
  onProgress: (share: number) => void,
): Promise<UploadView> {
  // A sign-in that ended is renewed before megabytes are sent in vain.
  await api.get('/v1/account')
  const parts = new FormData()
  parts.append('id', id)
  parts.append('file', file)
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `/v1/lists/${listId}/uploads`)
    request.setRequestHeader('accept', `application/json, ${problemType}`)
    request.setRequestHeader('accept-language', language.value)
    request.setRequestHeader('x-requested-with', 'muitiem')
    request.setRequestHeader('prefer', 'wait=0')
    request.upload.addEventListener('progress', ({ loaded, total }) =>
      onProgress(total === 0 ? 0 : loaded / total),
    )
    request.addEventListener('error', () =>
      reject(new ApiProblem({ code: 'unreachable', title: k('api.unreachable') })),
    )
    request.addEventListener('load', () => {
      if (request.status === 201) resolve(JSON.parse(request.responseText) as UploadView)
      else reject(problemOf(request))
    })
    request.send(parts)
  })
}

function problemOf(request: XMLHttpRequest): ApiProblem {
  const { status } = request
  if (request.getResponseHeader('content-type')?.includes(problemType) !== true)
    return new ApiProblem({ status, title: k('api.unknown', { status: String(status) }) })
  const given = JSON.parse(request.responseText) as Pick<ApiProblem, 'title'> & Partial<ApiProblem>
  return new ApiProblem({ ...given, status })
}
