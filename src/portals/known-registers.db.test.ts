import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openPopulationRegister, type StandInPopulation, startStandInPopulation } from '#adapters/population'
import { findDossier } from '#modules/dossiers'
import type { FieldSchema, FormSchema, StepSchema } from '#modules/eforms'
import { listAnswered, listRecords, openRegisterDesk } from '#modules/registers'
import { useContext } from '#test/app'
import { approveForm, openDrafts } from '#test/drafts'
import { multipartForm } from '#test/multipart'
import { somePdf } from '#test/paper-samples'
import { populationSource } from './known-registers.ts'

const made = useContext()
let standIn: StandInPopulation
before(async () => {
  standIn = await startStandInPopulation()
})
after(() => standIn.stop())

/** Where the mother lives is asked of the population register alone. */
function nameSource(form: FormSchema): FormSchema {
  const { mother } = form.properties as { mother: StepSchema }
  const residence = mother.properties.residence as FieldSchema
  const asked = { ...residence, 'x-sources': [{ from: 'population', path: 'address' }] } as const
  return {
    ...form,
    properties: {
      ...form.properties,
      mother: { ...mother, properties: { ...mother.properties, residence: asked } },
    },
  }
}

const answers = {
  place: { commune: '03127', phone: '0900 000 017', email: '' },
  child: {
    ...{ fullName: 'Lò Minh An', sex: 'female', birthOn: '9/11/2026', birthPlace: 'Bệnh viện Đa khoa tỉnh' },
    ...{ ethnicGroup: 'Thái', homePlace: 'Xã Mường Phăng' },
  },
  mother: { fullName: 'Lò Thị Mai Hương', personalId: '999 000 000 017' },
  father: { declared: 'no' },
  delivery: { relation: 'mother', copies: '2', receiveBy: 'counter' },
} as const

test('a second dossier filled in out of what the register told for the first one lists its look-up too', async () => {
  const population = openPopulationRegister({
    ...{ url: standIn.url, token: standIn.token, integrationCode: '', offeringCode: '' },
    ...{ dayFormat: 'yyyymmdd', timeoutMs: 5000, placeName: async () => null },
  })
  const desk = openRegisterDesk({ population, sources: [] }, made.context.config)
  const given = { ...made.context, knownSources: populationSource(made.context, desk) }
  const { app, context, browser, begin } = await openDrafts(given)
  await approveForm(context, nameSource)

  const hand = async (): Promise<string> => {
    const draft = await begin()
    for (const [step, fields] of Object.entries(answers)) await browser.post(`${draft}/${step}`, fields)
    const file = { field: 'paper.birth_certificate_of_clinic', name: 'chứng sinh.pdf', content: somePdf() }
    const { headers, payload } = multipartForm({}, [file])
    const cookies = Object.fromEntries(browser.jar)
    await app.inject({ method: 'POST', url: `${draft}/papers`, headers, cookies, payload })
    const sent = await browser.post(`${draft}/check`, { truth: 'true' })
    assert.equal(sent.headers.location, `${draft}/sent`, sent.body)
    const { submitted_reference } = await context.db
      .selectFrom('drafts.draft')
      .select('submitted_reference')
      .where('reference', '=', draft.replace('/drafts/', ''))
      .executeTakeFirstOrThrow()
    return submitted_reference ?? ''
  }
  for (const reference of [await hand(), await hand()]) {
    const dossier = await findDossier(context.db, reference)
    const consulted = await listAnswered(context.db, dossier?.id ?? '')
    assert.deepEqual(new Set(consulted.map(({ code }) => code)), new Set(['population']), reference)
  }
  const all = { from: null, to: null, account: null, agencyCode: null, register: 'population', subject: null }
  const records = await listRecords(context.db, all, { before: null, limit: 100 })
  assert.ok(records.every(({ dossierCode }) => dossierCode !== null))
  assert.equal(standIn.asked.length, records.filter(({ isKept }) => !isKept).length)
  assert.equal(records.filter(({ isKept }) => isKept).length, standIn.asked.length, 'once for each draft')
})
