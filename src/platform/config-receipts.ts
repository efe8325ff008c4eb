import { Type } from 'typebox'

/** Electronic receipts of fees, and whom they are told to. Symbols come with the notice of the Ministry of Finance. */
export const receiptSettings = {
  RECEIPT_FORM_SYMBOL: Type.String({
    description: 'Form symbol (mẫu số) of receipts, as the Ministry of Finance fixed it.',
    default: 'BLP',
    pattern: '^[0-9A-Za-z/_-]{1,20}$',
  }),
  RECEIPT_SYMBOL: Type.String({
    description: 'Receipt symbol (ký hiệu) of receipts; {yy} stands for the year.',
    default: 'BL-{yy}E',
    pattern: '^[0-9A-Za-z/_{}-]{1,20}$',
  }),
  RECEIPT_TAX_CODES: Type.String({
    description:
      'Tax codes of the agencies that collect: agency code=tax code, parted by commas. In the demo, where none is named, each agency has an invented one.',
    default: '',
    pattern: '^([^\\s=,]+=\\d{10}(-\\d{3})?(,\\s*|$))*$',
  }),
  RECEIPT_SUMMARY_AT: Type.String({
    description: 'When the receipts of a day are told to the tax authority; later ones are told at once.',
    default: '23:00',
    pattern: '^([01]\\d|2[0-3]):[0-5]\\d$',
  }),
  TAX_AUTHORITY_URL: Type.Optional(
    Type.String({
      description:
        'Tax authority: where summaries of receipts go. Unset: none is sent; in the demo a stand-in takes them.',
    }),
  ),
  TAX_AUTHORITY_TOKEN: Type.Optional(Type.String({ description: 'What we show there (a bearer token).' })),
} as const
