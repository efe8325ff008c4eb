// The five legal acts of VGCA's plug-in, which signs a whole PDF with the officer's own token: approve, issue, copy, appendix,
// comment. Without the plug-in nothing is lost: its buttons stay hidden, and the page offers its other ways to sign.
//
//   <form data-vgca="approve" data-file="/papers/1" data-upload="/signing/uploads/1" data-token="…"
//     data-number="12/GXN-UBND" data-issued-on="2026-11-22" hidden> <button>Ký duyệt</button> <p role="status"></p> </form>
//
// The plug-in fetches the file by itself and posts the signed one to `data-upload`; what arrives there is verified by us
// before it counts. When it is done, the form is sent: the server says how it stands.

const calls = {
  approve: 'vgca_sign_approved',
  issue: 'vgca_sign_issued',
  copy: 'vgca_sign_copy',
  appendix: 'vgca_sign_appendix',
  comment: 'vgca_comment',
}

const words = {
  vi: {
    signing: 'Đang chờ chương trình ký trên máy này…',
    refused: 'Chương trình ký báo chưa ký được. Văn bản chưa thay đổi; hãy thử lại.',
  },
  en: {
    signing: 'Waiting for the signing program on this computer…',
    refused: 'The signing program did not sign. The document is unchanged; please try again.',
  },
}[document.documentElement.lang === 'en' ? 'en' : 'vi']

/** What the plug-in is given, in the names of its description. Addresses are whole, for it is another program. */
const describe = ({ file, upload, token, number, issuedOn }) => ({
  FileUploadHandler: new URL(upload, location.href).href,
  SessionId: '',
  JWTToken: token ?? '',
  FileName: new URL(file, location.href).href,
  MetaData: [],
  DocNumber: number ?? '',
  IssuedDate: issuedOn ?? '',
})

/** `Status` 0 is the only yes. */
function isDone(answer) {
  try {
    const { Status } = typeof answer === 'string' ? JSON.parse(answer) : answer
    return Status === 0
  } catch {
    return false
  }
}

const sign = (name, form) =>
  new Promise((resolve) => {
    window[name](JSON.stringify(describe(form.dataset)), (answer) => resolve(isDone(answer)))
  })

for (const form of document.querySelectorAll('form[data-vgca]')) {
  const name = calls[form.dataset.vgca]
  const status = form.querySelector('[role="status"]')
  form.hidden = typeof window[name] !== 'function'
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    const press = form.querySelector('button')
    press.disabled = true
    status.textContent = words.signing
    if (await sign(name, form)) return form.submit()
    status.textContent = words.refused
    press.disabled = false
  })
}
