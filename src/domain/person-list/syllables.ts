/** Whether a word could be Vietnamese: what tells a text in an old font from one that is right. */

const onset = '(?:b|ch|c|d|đ|gh|gi|g|h|kh|k|l|m|ngh|ng|nh|n|ph|p|q|r|s|th|tr|t|v|x)?'
const rhymes = [
  'a(?:c|ch|i|m|n|ng|nh|o|p|t|u|y)?',
  'ă(?:c|m|n|ng|p|t)',
  'â(?:c|m|n|ng|p|t|u|y)',
  'e(?:c|m|n|ng|o|p|t)?',
  'ê(?:ch|m|n|nh|p|t|u)?',
  'i(?:a|ch|êc|êm|ên|êng|êp|êt|êu|m|n|nh|p|t|u)?',
  'o(?:a(?:c|ch|i|m|n|ng|nh|o|p|t|y)?|ă(?:c|m|n|ng|t)|e(?:m|n|o|t)?|c|i|m|n|ng|p|t|oc|ong)?',
  'ô(?:c|i|m|n|ng|p|t)?',
  'ơ(?:i|m|n|p|t)?',
  'u(?:a|ai|an|ang|anh|ao|at|au|ay|ă(?:c|n|ng|t)|ân|âng|ât|âu|ây|c|e|en|eo|et|ê(?:ch|n|nh|t|u)?|i|m|n|ng|o|ơ|ô(?:c|i|m|n|ng|t)|p|t)?',
  'uy(?:a|ch|ên|êt|n|nh|p|t|u)?',
  'ư(?:a|c|i|m|n|ng|t|u|ơ(?:c|i|m|n|ng|p|t|u)?)?',
  'y(?:ê(?:m|n|ng|t|u)|t|nh)?',
]
const syllable = new RegExp(`^${onset}(?:${rhymes.join('|')})$`, 'u')
const tones = /[\u0300\u0301\u0303\u0309\u0323]/g
/** A syllable that ends in a stop is high or low: it has sắc or nặng and no other tone. */
const stopped = /(?:c|ch|p|t)$/
const LETTERS_MAX = 7

/** The syllables that are written are few, and come again and again; a text of anything else forgets no more than these. */
const KNOWN_MAX = 5000
const known = new Map<string, boolean>()

export function isVietnameseSyllable(word: string): boolean {
  if (word.length > LETTERS_MAX * 3) return false
  const told = known.get(word)
  if (told !== undefined) return told
  const answer = couldBeSyllable(word)
  if (known.size < KNOWN_MAX) known.set(word, answer)
  return answer
}

function couldBeSyllable(word: string): boolean {
  const spelt = word.toLowerCase().normalize('NFD')
  const found = spelt.match(tones) ?? []
  const plain = spelt.replace(tones, '').normalize('NFC')
  if (found.length > 1 || plain.length > LETTERS_MAX || !syllable.test(plain)) return false
  return !stopped.test(plain) || found[0] === '\u0301' || found[0] === '\u0323'
}
