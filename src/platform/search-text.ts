/**
 * The form of a Vietnamese text that search compares: NFC first, then lower case without tone and vowel marks, đ as d,
 * everything that is no letter or digit as one space. `Đăng ký KHAI SINH` and `dang ky khai sinh` become the same.
 */
export function foldForSearch(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .replace(/[^a-z0-9.]+/g, ' ')
    .trim()
}

/** One form for the same text however it was typed: NFC, no control or private-use characters, single spaces. */
export function cleanText(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Co}\p{Cf}]/gu, (char) => (char === '\n' || char === '\t' ? char : ''))
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .trim()
}
