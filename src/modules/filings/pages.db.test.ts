import assert from 'node:assert/strict'
import { test } from 'node:test'
import { maiHuong } from '#test/demo'
import { findMarkupErrors } from '#test/html-validity'
import { useApp } from '#test/whole-app'
import { fetchFiledDossiers } from './fetch-filed-dossiers.ts'
import type { FiledDossier, FiledSource } from './ports.ts'
import { findFiling } from './repository.ts'

const world = useApp()
const { fullName, personalId } = maiHuong

const paper = {
  ...{ component: 'KQ.G15.000038', name: 'Giấy xác nhận', sha256: null, resultCode: null },
  fetch: async () => assert.fail('it is not fetched'),
}
const usual = {
  ...{ account: null, procedure: '1.004873', agencyCode: 'H18.137', owner: undefined },
  applicant: { fullName, personalId },
  answers: { person: { fullName, personalId } },
  papers: [],
}

/** What cannot be a dossier, by its code there, and why in both languages. */
const cases: Readonly<Record<string, readonly [Partial<FiledDossier>, vi: RegExp, en: RegExp]>> = {
  'P-INSIDE': [
    { papers: [{ ...paper, elsewhere: 'http://10.0.0.5:8080' }] },
    /Tệp “Giấy xác nhận” được ghi là nằm tại http:\/\/10\.0\.0\.5:8080, không thuộc nơi được phép tải về/,
    /The file “Giấy xác nhận” is said to lie at http:\/\/10\.0\.0\.5:8080, from where nothing may be fetched/,
  ],
  'P-NOWHERE': [
    { papers: [{ ...paper, elsewhere: '', resultCode: 'KQ.G15.000038' }] },
    /Tệp “Giấy xác nhận” \(kết quả mã KQ\.G15\.000038\) được gửi sang mà không ghi địa chỉ tải về/,
    /The file “Giấy xác nhận” \(result KQ\.G15\.000038\) was sent without an address to fetch it from/,
  ],
  'P-ENTERPRISE': [
    { ownerKind: 'enterprise' },
    /Hồ sơ đứng tên doanh nghiệp nộp từ nơi khác chưa nhận được tại đây/,
    /A dossier of an enterprise that was filed elsewhere cannot be taken here yet/,
  ],
  'P-NOBODY': [
    { agencyCode: '' },
    /Hồ sơ gửi sang không ghi cơ quan tiếp nhận/,
    /What was sent does not say which agency it is for/,
  ],
}

/** A portal that hands these on. */
const source: FiledSource = {
  code: 'national_portal',
  listFiled: async () => Object.keys(cases).map((code) => ({ code, content: { code } })),
  readFiled: ({ code }) => ({ ...usual, code: String(code), ...cases[String(code)]?.[0] }),
  answerFiled: async () => 'taken',
}

test('what cannot be a dossier is held; its page says why in both languages, and an officer sends it back', async () => {
  assert.equal(await fetchFiledDossiers(world.context, source), 0)
  const headers = { ...(await world.as('reception')), accept: 'text/html' }
  for (const [code, [, vi, en]] of Object.entries(cases)) {
    const own = `/officer/filings/national_portal/${code}`
    for (const [language, sentence] of [
      ['vi', vi],
      ['en', en],
    ] as const) {
      for (const url of ['/officer/filings', own]) {
        const { body } = await world.app.inject({ url, headers, cookies: { mc_language: language } })
        assert.match(body, sentence, url)
        assert.deepEqual(await findMarkupErrors(body), [])
      }
    }
    const payload = new URLSearchParams({ reason: 'Đề nghị nộp lại.' }).toString()
    const sent = await world.app.inject({
      ...{ method: 'POST', url: `${own}/refuse`, payload },
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
    })
    assert.equal(sent.statusCode, 303)
    assert.equal((await findFiling(world.context.db, { source: source.code, code }))?.state, 'refused')
  }
})
