import { formatVnd } from '#modules/payments'
import { type Html, html } from '#platform/html'
import type { Ledger, LedgerOrder, LedgerState } from './stand-in-ledger.ts'

const words: Readonly<Record<LedgerState, Html>> = {
  waiting: html`Chưa thanh toán <span lang="en">/ not paid</span>`,
  paid: html`Đã thanh toán <span lang="en">/ paid</span>`,
  cancelled: html`Đã hủy <span lang="en">/ cancelled</span>`,
  refunded: html`Đã hoàn phí <span lang="en">/ refunded</span>`,
}

const style = html`<style>body{font:1.0625rem/1.5 system-ui,sans-serif;background:#e8ecef;color:#14202b;margin:0;padding:1rem}
main{box-sizing:border-box;max-width:34rem;margin:1rem auto;background:#fff;border:1px solid #b4c0ca;border-radius:.75rem;padding:1.5rem 1.5rem 1.75rem}
h1{font-size:1.25rem;margin:0 0 .25rem}h2{font-size:1.0625rem;margin:1.5rem 0 .25rem}.note,[lang=en]{color:#4a5a68}
dl{display:grid;grid-template-columns:fit-content(40%) 1fr;gap:.35rem 1rem;margin:1rem 0}dt{color:#4a5a68}dd{margin:0;overflow-wrap:anywhere}.sum{font-size:1.5rem;font-weight:650}
button{font:inherit;padding:.6rem 1.1rem;min-height:2.75rem;border-radius:.5rem;border:1px solid #14202b;background:#fff;color:#14202b;margin:.25rem .5rem .25rem 0;cursor:pointer}
button.yes{background:#0b4f8a;border-color:#0b4f8a;color:#fff}button [lang=en]{color:inherit}:focus-visible{outline:3px solid #b35900;outline-offset:2px}
textarea{box-sizing:border-box;width:100%;font:inherit;min-height:5rem}ul{padding-left:1.1rem}</style>`

const page = (title: string, body: Html): Html => html`<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>${style}</head>
<body><main>${body}</main></body></html>`

/** Where a citizen pays an order: the one thing to do, or how it stands. */
export function renderOrder(order: LedgerOrder, state: LedgerState): Html {
  const { reference, name, amountVnd, returnUrl, said } = order
  const { MaHoSo, MaDonVi, TenDonVi, MaTTHC, TenTTHC, HoTenNguoiNop, SoCMNDNguoiNop, DiaChiNguoiNop } = said
  const rows = [
    ['Nội dung', name],
    ['Đơn vị thu', `${TenDonVi} (${MaDonVi})`],
    ['Thủ tục', `${TenTTHC} (${MaTTHC})`],
    ['Hồ sơ', MaHoSo],
    ['Người nộp', HoTenNguoiNop],
    ['Số định danh', SoCMNDNguoiNop],
    ['Địa chỉ', DiaChiNguoiNop],
    ['Tài khoản', said.TKThuHuong && `${said.TKThuHuong}, ${said.TenTKThuHuong}`],
    ['Kho bạc', [said.KhoBac, said.TaiKhoanThuNSNN].filter(Boolean).join(', ')],
    ['Mã tham chiếu', reference],
  ] as const
  return page(
    'Nền tảng thanh toán đóng thế',
    html`<h1>Nền tảng thanh toán <small>(đóng thế)</small></h1>
<p class="note">Không có đồng tiền thật nào ở đây. <span lang="en">A stand-in: no real money.</span></p>
<p class="sum">${formatVnd(amountVnd, 'vi')}</p>
<dl>${rows.map(([term, text]) => text !== '' && html`<dt>${term}</dt><dd>${text}</dd>`)}<dt>Tình trạng</dt><dd>${words[state]}</dd></dl>
${
  state === 'waiting'
    ? html`<form method="post" action="/pay/${reference}"><button class="yes" name="do" value="pay">Trả ${formatVnd(amountVnd, 'vi')} <span lang="en">/ Pay</span></button><button name="do" value="cancel">Hủy <span lang="en">/ Cancel</span></button></form>`
    : html`<p><a href="${returnUrl}">Về hồ sơ <span lang="en">/ Back to the dossier</span></a></p>`
}`,
  )
}

/** The bank's app of the stand-in: a VietQR string is read and paid; and the last orders. */
export function renderBank(ledger: Ledger, said: string | null): Html {
  return page(
    'Ứng dụng ngân hàng đóng thế',
    html`<h1>Ứng dụng ngân hàng <small>(đóng thế)</small></h1>
<p class="note">Dán chuỗi VietQR để trả. <span lang="en">Paste a VietQR string to pay it.</span></p>
${said && html`<p role="status"><strong>${said}</strong></p>`}
<form method="post" action="/bank"><p><label for="qr">Chuỗi VietQR</label></p><textarea id="qr" name="qr" required></textarea><p><button class="yes">Trả <span lang="en">/ Pay</span></button></p></form>
<h2>Lệnh gần đây <span lang="en">/ Latest orders</span></h2>
<ul>${ledger
      .list()
      .slice(0, 20)
      .map(
        ({ reference, name, amountVnd }) =>
          html`<li><a href="/pay/${reference}">${name}</a>, ${formatVnd(amountVnd, 'vi')}: ${words[ledger.stateOf(reference)]}</li>`,
      )}</ul>`,
  )
}
