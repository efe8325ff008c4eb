// GSM 03.38: the letters that an SMS holds in seven bits; those of the second list take two places.
const gsmLetters = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)
const gsmExtended = new Set('^{}\\[~]|€\f')

/** How an SMS is coded, and in how many parts it is sent and paid. */
export type SmsSize = Readonly<{ coding: 'gsm7' | 'ucs2'; places: number; segments: number }>

/**
 * Counts the parts of an SMS: 160 places of seven bits, or 70 of sixteen where a letter needs them; in parts of 153 and 67
 * when one is not enough. Vietnamese letters need sixteen.
 */
export function countSegments(text: string): SmsSize {
  const letters = [...text]
  const isGsm = letters.every((letter) => gsmLetters.has(letter) || gsmExtended.has(letter))
  const sizes = letters.map((letter) => (isGsm ? gsmPlaces(letter) : letter.length))
  const [whole, part] = isGsm ? [160, 153] : [70, 67]
  const places = sizes.reduce((sum, size) => sum + size, 0)
  const segments = places <= whole ? 1 : countParts(sizes, part)
  return { coding: isGsm ? 'gsm7' : 'ucs2', places, segments }
}

const gsmPlaces = (letter: string): number => (gsmExtended.has(letter) ? 2 : 1)

/** A letter of two places is never cut in two by the end of a part. */
function countParts(sizes: readonly number[], part: number): number {
  let segments = 1
  let filled = 0
  for (const size of sizes) {
    if (filled + size > part) {
      segments += 1
      filled = 0
    }
    filled += size
  }
  return segments
}

/** The text without diacritics, as people write it on old telephones: `Mot Cua`. What GSM has no letter for becomes `?`. */
export const withoutAccents = (text: string): string =>
  [...text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/Đ/g, 'D').replace(/[–—]/g, '-')]
    .map((letter) => (gsmLetters.has(letter) || gsmExtended.has(letter) ? letter : '?'))
    .join('')
