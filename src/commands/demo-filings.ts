import type { FilingOffer, FilingPerson } from '#adapters/national-portal'
import { adaptToCase, findVariant } from '#modules/guides'
import { listPackCodes, type Pack, readPackOf } from '#modules/packs'
import { listMissingPapers } from '#modules/procedures'
import { printPdf } from '#platform/pdf'

/** Where the demo files: the ward of the demo province. */
const ward = 'H18.137'

/** What can be filed at the stand-in portal: every procedure of the packs that has a sample and is open online. */
export async function listDemoFilings(): Promise<FilingOffer[]> {
  const packs = await Promise.all((await listPackCodes()).map((code) => readPackOf(code)))
  const offers = packs.map((read) => (read.ok ? makeOffer(read.pack) : null))
  return (await Promise.all(offers)).filter((offer) => offer !== null)
}

async function makeOffer({ code, content, scenarios }: Pack): Promise<FilingOffer | null> {
  const sample = scenarios?.sample
  if (!sample || !content.channels.includes('online')) return null
  const procedure = adaptToCase(content, findVariant(content.guide, sample))
  const missing = listMissingPapers(procedure, [])
  const papers = missing.map(async ({ key, code: paperCode, name }) => ({
    component: paperCode ?? key,
    name: name.slice(0, 80),
    bytes: await printPdf(template, { title: name }),
  }))
  return {
    procedure: code,
    name: content.shortName,
    agencyCode: ward,
    answers: (person) => fillIn(sample, person),
    papers: await Promise.all(papers),
  }
}

type Answers = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** Who files speaks of themselves: the sample with their name where it names who asks. */
function fillIn(sample: Answers, { fullName, personalId }: FilingPerson): Answers {
  const own: Readonly<Record<string, unknown>> = {
    requesterName: fullName,
    requesterPersonalId: personalId,
  }
  const ofPerson: Readonly<Record<string, unknown>> = { fullName, personalId }
  const steps = Object.entries(sample).map(([step, answers]) => {
    const known = step === 'person' ? { ...own, ...ofPerson } : own
    const fields = Object.entries(answers).map(([name, answer]) => [name, known[name] ?? answer])
    return [step, Object.fromEntries(fields)]
  })
  return Object.fromEntries(steps)
}

const template = `#let view = json(bytes(sys.inputs.data))
#set page(paper: "a4", margin: 25mm)
#set text(font: "Tinos", size: 13pt, lang: "vi")
#align(center, text(size: 18pt, weight: "bold", view.title))
#v(1fr)
#align(center, text(size: 10pt, style: "italic")[Bản trình diễn. Người và số liệu đều là hư cấu.])
`
