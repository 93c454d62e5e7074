/**
 * The planner without a database: JSON lines in, JSON lines out, alive until its input ends.
 *   npm run -s plan < inputs.jsonl > plans.jsonl
 * Each line is one input and is answered by one plan, as openapi/planner.schema.json says; a line that is no input is
 * answered by {"problem":{"line","code","where","detail","text"}} and the next line is read. Empty lines are passed over.
 */
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { answerLine } from '#features/planner/answer-line.ts'

let line = 0
for await (const text of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  line += 1
  if (text.trim() === '') continue
  if (!process.stdout.write(`${answerLine(text, line)}\n`)) await once(process.stdout, 'drain')
}
