import { signal } from '@preact/signals'
import type { Facts, Language, Words } from '#domain/problem.ts'

const KEPT = 'muitiem-language'

/** As each language calls itself. Vietnamese first. */
export const languageNames = { vi: 'Tiếng Việt', en: 'English', lo: 'ລາວ' } satisfies Record<Language, string>
export const languageList = Object.keys(languageNames) as Language[]

function remembered(): Language {
  const kept = localStorage.getItem(KEPT)
  return languageList.find((language) => language === kept) ?? 'vi'
}

/** What the pages speak now. Whoever reads it while drawing is drawn again when it changes. */
export const language = signal<Language>(remembered())
document.documentElement.lang = language.value

export function speak(chosen: Language): void {
  language.value = chosen
  document.documentElement.lang = chosen
  localStorage.setItem(KEPT, chosen)
}

/** One row per sentence, every language in it: a missing one does not compile. `{fact}` is filled in. */
export function catalogue<K extends string>(rows: Record<K, Words>) {
  return (key: K, facts: Facts = {}): string => fill(rows[key][language.value], facts)
}

function fill(sentence: string, facts: Facts): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const fact = facts[name]
    if (fact === undefined) return whole
    return typeof fact === 'number' ? formatNumber(fact) : String(fact)
  })
}

const locales = { vi: 'vi-VN', en: 'en-GB', lo: 'lo-LA' } satisfies Record<Language, string>

export function formatNumber(number: number): string {
  return new Intl.NumberFormat(locales[language.value], { numberingSystem: 'latn' }).format(number)
}

/** A share of one as whole percents; over 100 % is shown as it is. */
export function formatShare(share: number): string {
  return `${formatNumber(Math.floor(share * 100))} %`
}
