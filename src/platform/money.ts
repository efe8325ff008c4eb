import type { Language } from '#platform/i18n'

/** An amount as people write it: `15.000 đồng`, `15,000 dong`. */
export function formatVnd(amountVnd: number, language: Language): string {
  const [mark, unit] = language === 'vi' ? ['.', 'đồng'] : [',', 'dong']
  return `${String(amountVnd).replace(/\B(?=(\d{3})+$)/g, mark)} ${unit}`
}
