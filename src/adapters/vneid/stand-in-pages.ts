import type { Citizen } from '#modules/identity'
import { type Html, html } from '#platform/html'

const page = (title: string, body: Html): Html => html`<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>
<style>body{font:1.125rem/1.5 system-ui,sans-serif;max-width:36rem;margin:0 auto;padding:1.5rem;color:#1d1a15;background:#fbf9f5}
fieldset{border:1px solid #837868;padding:1rem}label{display:block;padding:.5rem 0}button{font:inherit;padding:.6rem 1.2rem;margin:1rem .5rem 0 0}small{display:block;color:#57503f;padding-left:1.7rem}</style></head>
<body><main>${body}</main></body></html>`

const personLine = ({ personalId, fullName, birthDate, assuranceLevel }: Citizen, index: number): Html =>
  html`<label><input type="radio" name="person" value="${personalId}" required${index === 0 && html` checked`}> ${fullName}
<small>${personalId}, ${birthDate}, mức ${assuranceLevel} <span lang="en">/ level ${assuranceLevel}</span></small></label>`

/** Who are you? A list of invented people, without a password. */
export const signInPage = ({
  uid,
  people,
  needsLevel2,
}: Readonly<{ uid: string; people: readonly Citizen[]; needsLevel2: boolean }>): Html =>
  page(
    'VNeID đóng thế',
    html`<h1>VNeID đóng thế</h1>
<p>Bản trình diễn. Chọn một người không có thật để đăng nhập; không cần mật khẩu.</p>
<p lang="en">A stand-in for VNeID. Choose an invented person to sign in as; there is no password.</p>
${needsLevel2 && html`<p><strong>Việc này cần tài khoản mức 2. <span lang="en">A level 2 account is needed.</span></strong></p>`}
<form method="post" action="/interaction/${uid}"><fieldset><legend>Bạn là ai? <span lang="en">/ Who are you?</span></legend>
${people.map(personLine)}</fieldset>
<button type="submit">Đăng nhập <span lang="en">/ Sign in</span></button><button type="submit" name="stop" value="1" formnovalidate>Thôi <span lang="en">/ Cancel</span></button></form>`,
  )

/** The way to this page was not the ordinary one. */
export const stoppedPage = (): Html =>
  page(
    'VNeID đóng thế',
    html`<h1>Lần đăng nhập này đã hết hạn</h1><p>Quay lại Một Cửa và đăng nhập lại từ đầu.</p>
<p lang="en">This sign-in is over. Go back to Một Cửa and sign in again from the start.</p>`,
  )
