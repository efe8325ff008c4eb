/**
 * Số, ký hiệu văn bản by the format of the installation: `{number}`, `{year}`, `{agency}` stand for their values. Numbers
 * below ten have a leading zero, as NĐ 30/2020 writes them.
 */
export const writeDocumentNumber = (
  format: string,
  { number, year, agencyCode }: Readonly<{ number: number; year: number; agencyCode: string }>,
): string =>
  format
    .replaceAll('{number}', String(number).padStart(2, '0'))
    .replaceAll('{year}', String(year))
    .replaceAll('{agency}', agencyCode)
