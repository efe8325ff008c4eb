import { type Html, html } from '#platform/html'
import type { StandInAccount } from './stand-in-people.ts'

const page = (title: string, body: Html): Html => html`<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>
<style>body{font:1.125rem/1.5 system-ui,sans-serif;max-width:36rem;margin:0 auto;padding:1.5rem;color:#1d1a15;background:#fbf9f5}
fieldset{border:1px solid #837868;padding:1rem;margin:0 0 1rem}label{display:block;padding:.5rem 0}button{font:inherit;padding:.6rem 1.2rem;margin:1rem .5rem 0 0}small{display:block;color:#57503f;padding-left:1.7rem}</style></head>
<body><main>${body}</main></body></html>`

function accountLine(account: StandInAccount, index: number): Html {
  const { key, citizen, organisation, representative, form } = account
  const { personalId, fullName, birthDate, assuranceLevel } = citizen
  return html`<label><input type="radio" name="person" value="${key}" required${index === 0 && html` checked`}> ${organisation?.name ?? fullName}
<small>${organisation && html`Tổ chức ${organisation.number}, người dùng ${fullName}, `}${personalId}, ${birthDate}, mức ${assuranceLevel} <span lang="en">/ level ${assuranceLevel}</span>${representative && html`, người đại diện ${representative.fullName}`}${form === 'vneid' && html`, bộ thông tin ngắn <span lang="en">/ short set</span>`}${key.endsWith('-b') && html`, tài khoản thứ hai <span lang="en">/ second account</span>`}</small></label>`
}

/** Who are you? A list of invented people, without a password. */
export const signInPage = ({
  uid,
  accounts,
  needsLevel2,
}: Readonly<{ uid: string; accounts: readonly StandInAccount[]; needsLevel2: boolean }>): Html =>
  page(
    'VNeID đóng thế',
    html`<h1>VNeID đóng thế</h1>
<p>Bản trình diễn. Chọn một người không có thật để đăng nhập; không cần mật khẩu.</p>
<p lang="en">A stand-in for VNeID. Choose an invented person to sign in as; there is no password.</p>
${needsLevel2 && html`<p><strong>Việc này cần tài khoản mức 2. <span lang="en">A level 2 account is needed.</span></strong></p>`}
<form method="post" action="/interaction/${uid}"><fieldset><legend>Bạn là ai? <span lang="en">/ Who are you?</span></legend>
${accounts.map(accountLine)}</fieldset>
${!needsLevel2 && html`<label><input type="checkbox" name="low" value="1"> Chỉ đăng nhập mức 1 <span lang="en">/ Sign in at level 1 only</span></label>`}
<button type="submit">Đăng nhập <span lang="en">/ Sign in</span></button><button type="submit" name="stop" value="1" formnovalidate>Thôi <span lang="en">/ Cancel</span></button></form>`,
  )

/** The way to this page was not the ordinary one. */
export const stoppedPage = (): Html =>
  page(
    'VNeID đóng thế',
    html`<h1>Lần đăng nhập này đã hết hạn</h1><p>Quay lại Một Cửa và đăng nhập lại từ đầu.</p>
<p lang="en">This sign-in is over. Go back to Một Cửa and sign in again from the start.</p>`,
  )

/** Asks whether to sign out of everything; `form` is the provider's own. */
export const signOutPage = (form: string): string =>
  page(
    'VNeID đóng thế',
    html`<h1>Đăng xuất khỏi VNeID?</h1><p>Mọi nơi bạn đã đăng nhập bằng VNeID cũng được đăng xuất.</p>
<p lang="en">Sign out of VNeID, and of everything you signed in to with it?</p>
::form::<p><button form="op.logoutForm" type="submit" name="logout" value="yes">Đăng xuất <span lang="en">/ Sign out</span></button></p>`,
  ).text.replace('::form::', form)

export const signedOutPage = (): Html =>
  page('VNeID đóng thế', html`<h1>Đã đăng xuất khỏi VNeID</h1><p lang="en">You are signed out of VNeID.</p>`)
