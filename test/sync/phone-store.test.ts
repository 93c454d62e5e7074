import { createPublicKey, verify } from 'node:crypto'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { bundlePhone } from './bundle-phone.ts'

const DEVICE = '01890a5d-ac96-774b-bcce-b302099a8057'
const NAME = 'Nguyễn Thị Bí Mật'

let browser: Browser
let script: string
let context: BrowserContext
beforeAll(async () => {
  browser = await launchBrowser()
  script = await bundlePhone()
})
afterAll(() => browser.close())
beforeEach(async () => {
  context = await browser.newContext()
  await context.route('**/*', (route) =>
    route.request().url().endsWith('.js')
      ? route.fulfill({ contentType: 'text/javascript', body: script })
      : route.fulfill({ contentType: 'text/html', body: '<script type="module" src="/phone.js"></script>' }),
  )
})
afterEach(() => context.close())

async function openPage(): Promise<Page> {
  const page = await context.newPage()
  await page.goto('http://127.0.0.1:9/')
  await page.waitForFunction(() => 'phone' in window)
  return page
}

/** Everything that the phone keeps, as text, bytes and all. */
async function dump(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const lines: string[] = []
    const show = (_key: string, value: unknown) => {
      if (value instanceof ArrayBuffer) return new TextDecoder().decode(value)
      return ArrayBuffer.isView(value) ? new TextDecoder().decode(value) : value
    }
    for (const { name } of await indexedDB.databases()) {
      const db = await new Promise<IDBDatabase>((resolve) => {
        const request = indexedDB.open(name!)
        request.onsuccess = () => resolve(request.result)
      })
      for (const table of db.objectStoreNames) {
        const rows = await new Promise<unknown[]>((resolve) => {
          const request = db.transaction(table).objectStore(table).getAll()
          request.onsuccess = () => resolve(request.result)
        })
        lines.push(JSON.stringify(rows, show))
      }
      db.close()
    }
    return lines.join('\n')
  })
}

const save = (page: Page, names: readonly string[]) =>
  page.evaluate(
    async ([device, names]) => {
      const { queue } = await window.phone.openQueue(device)
      const facts = names.map((fullName) =>
        queue.prepare({
          kind: 'walk-in',
          personId: crypto.randomUUID(),
          sessionId: crypto.randomUUID(),
          fullName,
          bornOn: '1980-01-01',
          bornPrecision: 'day',
          sex: 'female',
          wardId: crypto.randomUUID(),
          groupId: null,
          phone: '',
          address: '',
          priorityCode: 9,
          identifiers: [],
        }),
      )
      await queue.save(facts)
      return facts.map(({ id }) => id)
    },
    [DEVICE, names] as const,
  )

const state = (page: Page) =>
  page.evaluate(async (device) => (await window.phone.openQueue(device)).queue.state(), DEVICE)

const readBack = (page: Page, ids: readonly string[]) =>
  page.evaluate(
    async ([device, ids]) => {
      const { store } = await window.phone.openQueue(device)
      return (await store.read(ids)).map(({ seq, fact }) => ({
        seq,
        name: 'fullName' in fact ? fact.fullName : '',
      }))
    },
    [DEVICE, ids] as const,
  )

describe('the queue on the disk of a phone', () => {
  test('what was ticked is there after a reload, in another tab and for ever unchanged; numbers go on', async () => {
    const page = await openPage()
    const first = await save(page, [NAME, 'Trần Văn Thử'])
    await page.reload()
    await page.waitForFunction(() => 'phone' in window)
    expect(await state(page)).toMatchObject({ unsent: 2, kept: 2, troubled: 0 })
    const other = await openPage()
    const second = await save(other, ['Lê Thị Thử'])
    expect(await readBack(page, [...first, ...second])).toEqual([
      { seq: 1, name: NAME },
      { seq: 2, name: 'Trần Văn Thử' },
      { seq: 3, name: 'Lê Thị Thử' },
    ])
  })

  test('no name can be read in what lies on the disk', async () => {
    const page = await openPage()
    await save(page, [NAME])
    const text = await dump(page)
    expect(text).toContain('"seq":1')
    expect(text).not.toContain('Bí Mật')
    expect(text).not.toContain('walk-in')
  })

  test('an entry whose bytes the disk has spoilt is left out and set aside; the others are read', async () => {
    const page = await openPage()
    const ids = await save(page, [NAME, 'Trần Văn Thử'])
    await page.evaluate(
      async ([device, id]) => {
        const db = await new Promise<IDBDatabase>((resolve) => {
          const request = indexedDB.open(`muitiem-queue-${device}`)
          request.onsuccess = () => resolve(request.result)
        })
        const bodies = db.transaction('body', 'readwrite').objectStore('body')
        await new Promise<void>((done) => {
          bodies.get(id).onsuccess = ({ target }) => {
            const body = (target as IDBRequest<{ sealed: { data: ArrayBuffer } }>).result
            new Uint8Array(body.sealed.data)[0]! ^= 1
            bodies.put(body).onsuccess = () => done()
          }
        })
        db.close()
        await (await window.phone.openQueue(device)).queue.attempt()
      },
      [DEVICE, ids[0]!] as const,
    )
    expect(await readBack(page, ids)).toEqual([{ seq: 2, name: 'Trần Văn Thử' }])
    expect(await state(page)).toMatchObject({ unsent: 2, kept: 2, troubled: 1 })
  })

  test('the key cannot be taken out', async () => {
    const page = await openPage()
    await save(page, [NAME])
    const said = await page.evaluate(async (device) => {
      const db = await new Promise<IDBDatabase>((resolve) => {
        const request = indexedDB.open(`muitiem-queue-${device}`)
        request.onsuccess = () => resolve(request.result)
      })
      const key = await new Promise<CryptoKey>((resolve) => {
        const request = db.transaction('about').objectStore('about').get('key')
        request.onsuccess = () => resolve(request.result as CryptoKey)
      })
      return crypto.subtle.exportKey('raw', key).then(
        () => 'exported',
        (error: Error) => error.name,
      )
    }, DEVICE)
    expect(said).toBe('InvalidAccessError')
  })

  test('a tab killed anywhere between the tap and the tick: all of the tap or nothing, and every tick is true', async () => {
    let ticked = 0
    for (let round = 0; round < 15; round++) {
      const page = await openPage()
      // Each pair is one tap; the list of ticks is what the person saw before the tab went.
      await page.evaluate((device) => {
        const seen: string[] = []
        Object.assign(window, { seen })
        void (async () => {
          const { queue } = await window.phone.openQueue(device)
          const at = { personId: crypto.randomUUID(), sessionId: crypto.randomUUID() }
          for (;;) {
            const facts = [
              queue.prepare({ kind: 'check-in', ...at, how: 'search', reason: '' }),
              queue.prepare({ kind: 'not-given', ...at, reason: 'left' }),
            ]
            await queue.save(facts)
            seen.push(...facts.map(({ id }) => id))
          }
        })()
      }, DEVICE)
      await page.waitForTimeout(20 + ((round * 37) % 140))
      const seen = await page.evaluate(() => (window as unknown as { seen: string[] }).seen)
      // Its process ends in the middle of whatever it does.
      const session = await context.newCDPSession(page)
      const crashed = page.waitForEvent('crash')
      session.send('Page.crash').catch(() => undefined)
      await crashed
      await page.close()
      const after = await openPage()
      const back = await readBack(after, seen)
      expect(back).toHaveLength(seen.length)
      const { kept } = await state(after)
      expect(kept % 2).toBe(0)
      ticked += seen.length
      await after.close()
    }
    expect(ticked).toBeGreaterThan(15)
  }, 120_000)

  test('no room left is said before the tick, and nothing half-saved is there', async () => {
    const page = await openPage()
    // Chromium remembers for a while how much room there was: the phone is small from the first.
    const session = await context.newCDPSession(page)
    const origin = 'http://127.0.0.1:9'
    await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 100_000 })
    await save(page, [NAME])
    const said = await save(page, ['Một', 'x'.repeat(3_000_000)]).then(
      () => 'saved',
      (error: Error) => error.message,
    )
    expect(said).toContain('StorageFull')
    expect(await state(page)).toMatchObject({ unsent: 1, kept: 1 })
    await save(page, ['Vẫn còn chỗ cho ít chữ'])
    expect(await state(page)).toMatchObject({ unsent: 2, kept: 2 })
  })
})

describe('the vault', () => {
  test('opens with its PIN only, keeps names unreadable, and is empty after its window', async () => {
    const page = await openPage()
    const seen = await page.evaluate(
      async ([device, name]) => {
        const { create, unlock } = await window.phone.openVaultStore(device)
        const vault = await create('246810', '2021-10-18T17:00:00Z')
        await vault.put('people', [{ fullName: name }])
        const wrong = await unlock('246811', '2021-10-17T05:00:00Z').then(
          () => 'open',
          (error: Error) => error.name,
        )
        const again = await unlock('246810', '2021-10-17T05:00:00Z')
        return { wrong, people: await again.get('people') }
      },
      [DEVICE, NAME] as const,
    )
    expect(seen).toEqual({ wrong: 'WrongPin', people: [{ fullName: NAME }] })
    expect(await dump(page)).not.toContain('Bí Mật')
    const later = await page.evaluate(async (device) => {
      const { unlock } = await window.phone.openVaultStore(device)
      return unlock('246810', '2021-10-18T17:00:01Z').catch((error: Error) => error.name)
    }, DEVICE)
    expect(later).toBe('WrongPin')
    expect((await dump(page)).replaceAll('[]', '').trim()).toBe('')
  })

  test('is erased after ten wrong PINs, while the queue stays', async () => {
    const page = await openPage()
    await save(page, [NAME])
    const last = await page.evaluate(async (device) => {
      const { create, unlock } = await window.phone.openVaultStore(device)
      const now = '2021-10-17T05:00:00Z'
      await create('246810', '2021-10-18T17:00:00Z')
      for (let i = 0; i < 10; i++) await unlock('000000', now).catch(() => undefined)
      return unlock('246810', now).catch((error: Error) => error.name)
    }, DEVICE)
    expect(last).toBe('WrongPin')
    expect(await state(page)).toMatchObject({ unsent: 1 })
  })

  test('tries at once are as many as one after the other: of vault and lock alike, the eleventh is none', async () => {
    const page = await openPage()
    const seen = await page.evaluate(async (device) => {
      const { create, unlock } = await window.phone.openVaultStore(device)
      const now = '2021-10-17T05:00:00Z'
      await create('246810', '2021-10-18T17:00:00Z')
      const atOnce = (pins: readonly string[]) =>
        Promise.all(
          pins.map((pin) =>
            unlock(pin, now).then(
              () => 'open',
              (error: Error) => error.name,
            ),
          ),
        )
      const wrong = Array.from({ length: 10 }, (_, at) => `00000${at}`)
      const vault = await atOnce([...wrong, '246810'])
      await window.phone.keepPin(device, '246810')
      const lock = await Promise.all([...wrong, '246810'].map((pin) => window.phone.tryPin(device, pin)))
      return { vault: vault.at(-1), lock: lock.at(-1), after: await window.phone.tryPin(device, '246810') }
    }, DEVICE)
    expect(seen).toEqual({ vault: 'WrongPin', lock: 'gone', after: 'gone' })
  })
})

describe('the key of a phone', () => {
  test('signs what any ES256 library can check, for one purpose and device', async () => {
    const page = await openPage()
    const { spki, signature, text } = await page.evaluate(async (device) => {
      const key = await window.phone.makeDeviceKey(device)
      const body = '{"entries":[]}'
      return {
        spki: key.publicKeySpki,
        signature: await window.phone.signBody(key, 'sync', body),
        text: window.phone.signedText(device, 'sync', body),
      }
    }, DEVICE)
    const publicKey = createPublicKey({ key: Buffer.from(spki, 'base64'), format: 'der', type: 'spki' })
    const check = (signed: string) =>
      verify(
        'sha256',
        Buffer.from(signed),
        { key: publicKey, dsaEncoding: 'ieee-p1363' },
        Buffer.from(signature, 'base64'),
      )
    expect(check(text)).toBe(true)
    expect(check(text.replace('sync', 'hello'))).toBe(false)
  })
})
