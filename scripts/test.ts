/**
 * `npm test`: everything that must hold before a change is kept. Steps run one after another and all of them run; the
 * last line says how many passed. Arguments go to Vitest: npm test -- test/domain
 */
import { spawnSync } from 'node:child_process'
import { stripVTControlCharacters } from 'node:util'

const given = process.argv.slice(2)
const counted = /Tests\s+(?:(\d+) failed \| )?(?:(\d+) passed)?(?: \| (\d+) skipped)?/

const steps: [name: string, command: string[]][] = [
  ['format', ['oxfmt', '--check']],
  ['lint', ['oxlint', '--type-aware']],
  ['types', ['tsc', '-p', '.']],
  ['openapi', ['node', 'scripts/openapi.ts', '--check']],
  ['openapi lint', ['redocly', 'lint', 'openapi/openapi.json']],
  ['web build', ['node', 'scripts/build-web.ts']],
  ['web size', ['node', 'scripts/size.ts']],
]

let [passed, failed, skipped] = [0, 0, 0]

function run(name: string, command: string[], onOutput: (text: string, ok: boolean) => void): void {
  const begun = performance.now()
  const [program = '', ...rest] = command
  const result = spawnSync(program, rest, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 512 * 1024 * 1024,
  })
  const output = `${result.stdout}${result.stderr}`
  const ok = result.status === 0
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`)
  onOutput(output, ok)
}

const whole = given.length === 0
for (const [name, command] of whole ? steps : []) {
  run(name, command, (output, ok) => {
    if (ok) passed += 1
    else {
      failed += 1
      console.log(output)
    }
  })
}
run('tests', ['vitest', 'run', ...given], (output, ok) => {
  // Colours split the words that are counted.
  const plain = stripVTControlCharacters(output)
  const line = plain.split('\n').findLast((text) => /^\s+Tests\s/.test(text)) ?? ''
  const [, bad = '0', good = '0', left = '0'] = counted.exec(line) ?? []
  passed += Number(good)
  skipped += Number(left)
  failed += ok ? 0 : Math.max(Number(bad), 1)
  const lines = plain.split('\n')
  const firstBad = lines.findIndex((text) => /Failed (Tests|Suites)|Unhandled Error/.test(text))
  // Of a thousand tests that passed there is nothing to read.
  console.log(lines.slice(ok ? -8 : Math.max(firstBad, 0)).join('\n'))
})

console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
process.exitCode = failed > 0 || passed === 0 ? 1 : 0
