import { html } from '#platform/html'
import type { Example } from './example.ts'
import { say } from './say.ts'
import { narrow, section, sheet, twoColumns, zone } from './sheet.ts'

export const examples: readonly Example[] = [
  {
    name: 'A sheet, and a zone with its state',
    markup: html`${sheet({ id: 'sheet-fees', title: 'Phí, lệ phí', body: html`<p class="mc-t0">Trả sau khi gửi, bằng mã QR, hoặc khi lấy bản giấy.</p>` })}<div class="mc-t2">${zone(
      {
        id: 'zone-papers',
        step: 2,
        title: 'Thủ tục và giấy tờ',
        state: say('warn', 'Còn 1 giấy'),
        body: html`<p>Bản án ly hôn, bản chính để đối chiếu.</p>`,
      },
    )}</div>`,
  },
  {
    name: 'Two columns, and the reading column',
    markup: twoColumns({
      main: narrow(
        html`<p>Ghi tên con vào Sổ đăng ký khai sinh, để con có Giấy khai sinh và số định danh cá nhân.</p>`,
      ),
      aside: section({
        id: 'section-other',
        title: 'Cách nộp khác',
        small: true,
        body: html`<p class="mc-small">Tại quầy, cán bộ quét căn cước và điền giúp.</p>`,
      }),
      asideLabel: 'Cách nộp khác',
    }),
  },
]
