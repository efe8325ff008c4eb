import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { findMarkupErrors } from '#test/html-validity'
import { multipartForm } from '#test/multipart'
import { useApp } from '#test/whole-app'

const world = useApp()
let administrator: Readonly<Record<string, string>> = {}
let leader: Readonly<Record<string, string>> = {}

before(async () => {
  await world.ready
  administrator = { ...(await world.as('administrator')), accept: 'text/html' }
  leader = { ...(await world.as('leader')), accept: 'text/html' }
})

const get = (url: string, headers = administrator) => world.app.inject({ url, headers })
const post = (url: string, form: Readonly<Record<string, string>>, headers = administrator) =>
  world.app.inject({
    method: 'POST',
    url,
    headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(form).toString(),
  })
const upload = (url: string, name: string, content: string, seen: number) => {
  const form = multipartForm({ seen: String(seen) }, [{ field: 'file', name, content: Buffer.from(content) }])
  return world.app.inject({
    method: 'POST',
    url,
    headers: { ...administrator, ...form.headers },
    payload: form.payload,
  })
}

const begin = async (code = ''): Promise<string> => {
  const begun = await post('/admin/designs', { from: '1.001193', code })
  assert.equal(begun.statusCode, 303, begun.body)
  return String(begun.headers.location)
}

describe('the designer', () => {
  test('every page is valid, in both languages', async () => {
    const design = await begin()
    const parts = [
      '',
      '/process',
      '/form',
      '/form/child',
      '/form/child/sex',
      '/fees',
      '/terms',
      '/cases',
      '/compare',
    ]
    const files = ['/texts', '/texts/form.json', '/acts/submit', '/acts/discard']
    const others = ['/admin/designs', '/admin/designs/new', '/admin/procedures/1.001193/process']
    const paths = [...[...parts, ...files].map((part) => `${design}${part}`), ...others]
    for (const path of [...paths, '/admin/procedures/1.001193/compare', '/admin/procedures/1.001193']) {
      for (const language of ['vi', 'en']) {
        const page = await get(path, { ...administrator, cookie: `mc_language=${language}` })
        assert.equal(page.statusCode, 200, path)
        assert.deepEqual(await findMarkupErrors(page.body), [], `${path} in ${language}`)
      }
    }
    const judged = await get(`${design}/acts/approve`, leader)
    assert.deepEqual(await findMarkupErrors(judged.body), [])
  })

  test('a fee is changed in its table, and the file keeps its comments', async () => {
    const design = await begin()
    const wrong = await post(`${design}/fees`, { seen: '1', rule: '1', 'amountVnd.0': 'tám', 'text.0': 'x' })
    assert.equal(wrong.statusCode, 422)
    assert.match(wrong.body, /Ghi số đồng như 8\.000/)
    assert.match(wrong.body, /value="tám"/)
    const sent = {
      'from.0': '1/1/2027',
      'channels.0': 'online',
      'amountVnd.0': '9.000',
      'text.0': '9.000 đồng một bản.',
    }
    const saved = await post(`${design}/fees`, { seen: '1', rule: '1', act: 'save', ...sent })
    assert.equal(saved.statusCode, 303)
    const { body } = await get(`${design}/texts/procedure.yaml/download`)
    assert.match(body, /^# Thủ tục đăng ký khai sinh/m)
    assert.match(body, /amountVnd: 9000/)
    assert.match(body, /from: ['"]?2027-01-01/)
  })

  test('without JavaScript: a process is downloaded, changed and sent back', async () => {
    const design = await begin()
    const own = await upload(`${design}/texts`, 'quy trinh.bpmn', '<not-bpmn/>', 1)
    assert.equal(own.statusCode, 303)
    const page = await get(`${design}/process`)
    assert.match(page.body, /chỗ phải sửa trước khi chạy được/)
    const strange = await upload(`${design}/texts`, 'virus.exe', 'MZ', 2)
    assert.equal(strange.statusCode, 422)
    assert.match(strange.body, /Không nhận tệp/)
    const back = await post(`${design}/process`, { seen: '2', remove: 'yes' })
    assert.equal(back.statusCode, 303)
    assert.match((await get(`${design}/process`)).body, /chưa có quy trình riêng/)
  })

  test('a whole pack goes out as one file and comes back as a design of its own', async () => {
    const design = await begin('9.000777')
    const pack = await get(`${design}/pack`)
    assert.equal(JSON.parse(pack.body).code, '9.000777')
    const begun = await upload('/admin/designs/upload', 'pack.json', pack.body, 0)
    assert.equal(begun.statusCode, 303, begun.body)
    assert.match((await get(String(begun.headers.location))).body, /Các tệp đọc được và khớp nhau/)
    const spoilt = pack.body.replace('Đăng ký khai sinh', 'Đăng ký khai tử')
    const refused = await upload('/admin/designs/upload', 'pack.json', spoilt, 0)
    assert.equal(refused.statusCode, 422)
    assert.match(refused.body, /Không nhận gói này/)
  })

  test('who was slower sees what was written, and may put it on top', async () => {
    const design = await begin()
    const first = await post(`${design}/form`, {
      seen: '1',
      act: 'remove_field',
      step: 'child',
      field: 'homePlace',
    })
    assert.equal(first.statusCode, 303)
    const typed = { seen: '1', title: 'Giờ sinh <của trẻ>', kind: 'text' }
    const slower = await post(`${design}/form/child`, typed)
    assert.equal(slower.statusCode, 409)
    assert.match(slower.body, /Có người vừa lưu bản này/)
    assert.match(slower.body, /Giờ sinh &#60;của trẻ&#62;/)
    assert.deepEqual(await findMarkupErrors(slower.body), [])
    const again = await post(`${design}/form/child`, { ...typed, seen: '2' })
    assert.equal(again.statusCode, 303)
    const { body } = await get(`${design}/texts/form.json/download`)
    assert.ok(!body.includes('homePlace') && body.includes('Giờ sinh'))
  })

  test('what cannot be read is said with file, line and reason', async () => {
    const design = await begin()
    await post(`${design}/texts/procedure.yaml`, { seen: '1', text: 'code: [' })
    const page = await get(design)
    assert.match(page.body, /procedure\.yaml/)
    assert.match(page.body, /chỗ phải sửa/)
    for (const part of ['/fees', '/terms', '/compare', '/cases', '/form'])
      assert.equal((await get(`${design}${part}`)).statusCode, 200, part)
  })

  test('an earlier save is brought back as a new one', async () => {
    const design = await begin()
    await post(`${design}/texts/cases.yaml`, { seen: '1', text: '', remove: 'yes' })
    assert.equal((await get(`${design}/texts/cases.yaml/download`)).statusCode, 404)
    const restored = await post(`${design}/saves/1/restore`, { seen: '2' })
    assert.equal(restored.statusCode, 303)
    assert.match((await get(`${design}/texts/cases.yaml/download`)).body, /scenarios:/)
  })
})
