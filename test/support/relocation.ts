import { readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { parse } from 'yaml'
import { takeInDossier } from '#modules/dossiers'
import { receivePaper } from '#modules/papers'
import type { Context } from '#platform/context'
import { findOfficer } from '#test/demo'

const procedure = '1.013230'
const components = ['drawings', 'survey_report', 'relocation_plan', 'ownership']
const page =
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n'

/** A request to move a building, taken in at the provincial centre: its process asks two agencies while the site is seen. */
export async function takeInRelocation(context: Context, key: string): Promise<string> {
  const desk = await findOfficer(context, 'reception.trung-tam')
  const { sample } = parse(readFileSync(`packs/${procedure}/cases.yaml`, 'utf8'))
  const papers = await Promise.all(
    components.map(async (component) => {
      const content = Readable.from([Buffer.from(page)])
      const received = await receivePaper(context, { name: `${component}.pdf`, content, receivedBy: desk })
      if (!received.ok) throw new Error(`the sample paper was refused: ${received.code}`)
      return { component, paper: received.paper.id }
    }),
  )
  const applicant = { fullName: 'MÙA A SÍNH', personalId: '999000000081' }
  const submission = { procedure, channel: 'counter', applicant, answers: sample, papers } as const
  return (await takeInDossier(context, submission, desk, key)).reference
}
