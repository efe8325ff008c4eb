import assert from 'node:assert/strict'
import { test } from 'node:test'
import { maiHuong } from '#test/demo'
import { findMarkupErrors } from '#test/html-validity'
import { useApp } from '#test/whole-app'
import { fetchFiledDossiers } from './fetch-filed-dossiers.ts'
import type { FiledSource } from './ports.ts'

const world = useApp()
const { fullName, personalId } = maiHuong

/** A portal that says of a paper that it lies inside our own net. */
const source: FiledSource = {
  code: 'national_portal',
  listFiled: async () => [{ code: 'P-INSIDE', content: { code: 'P-INSIDE' } }],
  readFiled: () => ({
    ...{ code: 'P-INSIDE', account: null, procedure: '1.004873', agencyCode: 'H18.137', owner: undefined },
    applicant: { fullName, personalId },
    answers: { person: { fullName, personalId } },
    papers: [
      {
        ...{ component: 'KQ.G15.000038', name: 'Giấy xác nhận', sha256: null },
        elsewhere: 'http://10.0.0.5:8080',
        fetch: async () => assert.fail('it is not fetched'),
      },
    ],
  }),
  answerFiled: async () => 'taken',
}

test('a filing whose paper lies where nothing is fetched from is held; its page says so in both languages', async () => {
  assert.equal(await fetchFiledDossiers(world.context, source), 0)
  for (const [language, sentence] of [
    [
      'vi',
      /Tệp “Giấy xác nhận” được ghi là nằm tại http:\/\/10\.0\.0\.5:8080, không thuộc nơi được phép tải về/,
    ],
    [
      'en',
      /The file “Giấy xác nhận” is said to lie at http:\/\/10\.0\.0\.5:8080, from where nothing may be fetched/,
    ],
  ] as const) {
    for (const url of ['/officer/filings', '/officer/filings/national_portal/P-INSIDE']) {
      const headers = { ...(await world.as('reception')), accept: 'text/html' }
      const { body } = await world.app.inject({ url, headers, cookies: { mc_language: language } })
      assert.match(body, sentence, url)
      assert.deepEqual(await findMarkupErrors(body), [])
    }
  }
})
