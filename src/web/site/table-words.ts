import { catalogue } from '../shared/words.ts'
import { afterWords } from './after-words.ts'
import { checkInWords } from './check-in-words.ts'
import { doseWords } from './dose-words.ts'
import { leadWords } from './lead-words.ts'
import { paperWords } from './paper-words.ts'
import { queueWords } from './queue-words.ts'
import { screeningTabWords } from './screening-words.ts'
import { sessionWords } from './session-words.ts'

export const t = catalogue({
  ...sessionWords,
  ...checkInWords,
  ...screeningTabWords,
  ...doseWords,
  ...afterWords,
  ...leadWords,
  ...paperWords,
  ...queueWords,
})
