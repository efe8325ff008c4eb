import { html } from '#platform/html'
import type { Example } from './example.ts'
import { say } from './say.ts'
import { vaultOffers } from './vault-offers.ts'

const offers = [
  {
    code: '4F7K-92QX-B3CD',
    title: 'Giấy xác nhận tình trạng hôn nhân',
    detail: 'Số 118/UBND-XNTTHN, UBND xã Mường Phăng, 01/06/2026',
    validity: say('ok', 'Còn hiệu lực đến hết ngày 01/12/2026'),
  },
]

export const examples: readonly Example[] = [
  {
    name: "What the reader's own vault has",
    markup: html`<form method="post">${vaultOffers({ offers, component: 'marital_status', owner: 'own', language: 'vi' })}</form>`,
  },
  {
    name: "What the applicant's vault has, for an officer",
    markup: html`<form method="post">${vaultOffers({ offers, component: 'marital_status', owner: 'applicant', language: 'vi' })}</form>`,
  },
]
