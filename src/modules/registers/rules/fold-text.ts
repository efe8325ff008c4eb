/** A text in small letters, its spaces each one. */
export const joinText = (text: string): string =>
  text.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase()

/** Its letters and digits, without their marks. */
export const foldText = (text: string): string =>
  joinText(text)
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .replaceAll('đ', 'd')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
