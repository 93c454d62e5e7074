import { catalogue } from '../shared/words.ts'
import { checkInWords } from './check-in-words.ts'
import { queueWords } from './queue-words.ts'
import { sessionWords } from './session-words.ts'

/** What the first table needs; the others, which come later, take `table-words.ts`. */
export const t = catalogue({ ...sessionWords, ...checkInWords, ...queueWords })
