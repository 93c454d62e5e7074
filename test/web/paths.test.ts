import { expect, test } from 'vitest'
import { paths, safeNext } from '#src/web/shared/paths.ts'

test('after signing in one goes to a page of ours and nowhere else', () => {
  for (const next of ['//evil.example', '/\\evil.example', 'https://evil.example', 'evil', '', null])
    expect(safeNext(next)).toBe(paths.home())
  expect(safeNext('/ward/lists?state=open')).toBe('/ward/lists?state=open')
})
