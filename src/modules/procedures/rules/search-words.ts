/** Words that say nothing about which procedure is meant: "tôi muốn làm giấy … cho …". */
const weak = new Set(
  'cho cua toi minh muon can xin lam thu tuc o dau nhu the nao la de va hoac ve voi di'.split(' '),
)

const maximumWords = 12

/** The words of a text already folded to plain letters; dots stay only inside a code such as 1.001193. */
export const splitWords = (folded: string): string[] =>
  folded
    .split(' ')
    .map((word) => word.replace(/^\.+|\.+$/g, ''))
    .filter((word) => word !== '')

/** The words that decide: without the weak ones, unless nothing else was typed; each once, at most twelve. */
export function searchWords(folded: string): string[] {
  const words = [...new Set(splitWords(folded))]
  const strong = words.filter((word) => !weak.has(word))
  return (strong.length > 0 ? strong : words).slice(0, maximumWords)
}

/** A query of all `words` in any order, the last one possibly unfinished. The words hold letters, digits and dots only. */
export const wordQuery = (words: readonly string[]): string =>
  words.map((word, index) => `'${word}'${index === words.length - 1 ? ':*' : ''}`).join(' & ')
