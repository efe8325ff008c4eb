import type { Temporal } from 'temporal-polyfill'
import { type Html, html, linesOf } from '#platform/html'
import { describeAsked } from './inquiries.ts'
import { renderPage, wireMoment } from './stand-in-pages.ts'
import { isFrom } from './stand-in-ratings.ts'
import { writeTime } from './wire-time.ts'

type Fields = Readonly<Record<string, unknown>>

export type StandInQuestion = Readonly<{
  title: string
  question: string
  askerName: string | null
  agencyCode: string | null
  procedureCode: string | null
}>

export type StandInPublished = Readonly<{
  id?: string
  title: string
  question: string
  publisher: string
  reply: string
  later?: number
}>

export type PortalInquiries = ReturnType<typeof openStandInInquiries>

/** What people asked at the stand-in, what was answered there in public, and what the province told. In memory only. */
export function openStandInInquiries(now: () => Temporal.Instant) {
  const asked = new Map<string, Fields>()
  const replies = new Map<string, Fields>()
  const own = new Map<string, Fields>()
  const published = new Map<string, Fields>()
  let given = 0
  const nextId = (of: string): string => {
    given += 1
    return `${of}-${String(given).padStart(7, '0')}`
  }
  const take = (into: Map<string, Fields>, key: string, body: Fields, isKnown = (_: string) => true) => {
    const rows = Array.isArray(body.data) ? (body.data as Fields[]) : []
    if (!rows.every((row) => isKnown(String(row[key])))) return null
    for (const row of rows) into.set(String(row[key]), row)
    return []
  }
  return {
    /** Somebody asks here, or asked so many minutes ago and it comes to light now; gives the id of the question. */
    ask: (question: StandInQuestion, minutesAgo = 0): string => {
      const id = nextId('HD')
      asked.set(id, describeAsked({ id, ...question, at: now().subtract({ minutes: minutesAgo }) }))
      return id
    },
    /** Another body answers in public, `later` by so many seconds; gives the id of the question, `id` of one before. */
    publish: ({ later = 0, ...answered }: StandInPublished): string => {
      const id = answered.id ?? nextId('BCQ')
      published.set(id, {
        ...{ CauHoiId: id, TieuDe: answered.title, NoiDung: answered.question },
        ...{ DonViTraLoi: answered.publisher, NgayTraLoi: writeTime(now().add({ seconds: later })) },
        NoiDungTraLoi: answered.reply,
      })
      return id
    },
    /** A row that is not as agreed. */
    spoil: (): void => void asked.set('spoilt', { CauHoiId: '', NgayHoi: writeTime(now()) }),
    mend: (): void => void asked.delete('spoilt'),
    listAsked: (): readonly Fields[] => [...asked.values()],
    findReply: (id: string): Fields | null => replies.get(id) ?? null,
    /** What was asked and answered at the province. */
    listOwn: (): readonly Fields[] => [...own.values()],
    /** Undefined: it is no call of these. Null: it is one, and is refused. */
    answer: (call: string, body: Fields): readonly Fields[] | null | undefined => {
      switch (call) {
        case 'LayDanhSachHoiDapGuiTuDVCQG':
          return [...asked.values()].filter((one) => isFrom(one.NgayHoi, body.TuNgay))
        case 'LayDanhSachHoiDapBoCoQuan':
          return [...published.values()]
            .filter((one) => isFrom(one.NgayTraLoi, body.TuNgay))
            .map(({ NoiDungTraLoi: _, ...one }) => one)
        case 'LayNoiDungTraLoiTheoCauHoi': {
          const { NoiDungTraLoi } = published.get(String(body.cauhoiid)) ?? {}
          return NoiDungTraLoi ? [{ NoiDungTraLoi }] : []
        }
        case 'DongBoKetQuaHoiDapGuiTuDVCQG':
          return take(replies, 'CauHoiId', body, (id) => asked.has(id))
        case 'DongBoHoiDap':
          return take(own, 'MaHoiDap', body)
        default:
          return undefined
      }
    },
  }
}

/** Somebody asks by the form; false: it was not filled in. */
export function askByForm({ ask }: PortalInquiries, form: URLSearchParams): boolean {
  const [title, question] = [form.get('title')?.trim() ?? '', form.get('question')?.trim() ?? '']
  if (title === '' || question === '') return false
  const asker = form.get('asker')?.trim() || null
  ask({ title, question, askerName: asker, agencyCode: form.get('agency') || null, procedureCode: null })
  return true
}

/** Questions at the stand-in with what the province answered, and the form to ask one. */
export const renderInquiries = (
  { listAsked, findReply, listOwn }: PortalInquiries,
  agencies: readonly Readonly<{ code: string; name: string }>[],
): Html =>
  renderPage(
    'Hỏi đáp',
    html`<h1>Hỏi đáp <small lang="en">Questions and answers</small></h1>
<form method="post" action="/questions"><fieldset><legend>Đặt câu hỏi <span lang="en">/ Ask</span></legend>
<label>Câu hỏi <span lang="en">/ Question</span> <input type="text" name="title" maxlength="200" required></label>
<label>Nói rõ hơn <span lang="en">/ In detail</span> <input type="text" name="question" maxlength="2000" required></label>
<label>Họ tên <span lang="en">/ Name</span> <input type="text" name="asker" maxlength="100"></label>
<label>Gửi đến <span lang="en">/ To</span> <select name="agency"><option value="">–</option>${agencies.map(({ code, name }) => html`<option value="${code}">${name}</option>`)}</select></label></fieldset>
<button type="submit">Gửi <span lang="en">/ Send</span></button></form>
<h2>Đã hỏi tại đây <small lang="en">Asked here</small></h2>
${listAsked().length === 0 ? html`<p>Chưa có. <span lang="en">None.</span></p>` : [...listAsked()].reverse().map((one) => renderOne(one, findReply(String(one.CauHoiId))))}
<h2>Tỉnh gửi lên <small lang="en">Told by the province</small></h2>
${listOwn().length === 0 ? html`<p>Chưa có. <span lang="en">None.</span></p>` : listOwn().map((one) => renderOne(one, one))}`,
  )

function renderOne(asked: Fields, reply: Fields | null): Html {
  const said = reply
    ? html`<p><b>${String(reply.DonViTraLoi)}</b>, ${wireMoment(reply.NgayTraLoi)}:<br>${linesOf(String(reply.NoiDungTraLoi))}</p>`
    : html`<p class="bad">Chưa trả lời <small lang="en">no answer yet</small></p>`
  return html`<div class="box" data-question="${String(asked.CauHoiId ?? asked.MaHoiDap)}"><p><b>${String(asked.TieuDe)}</b> <small>${wireMoment(asked.NgayHoi)}</small><br>${linesOf(String(asked.NoiDung))}</p>${said}</div>`
}
