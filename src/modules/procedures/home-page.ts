import { facts } from '#components/facts'
import type { IconName } from '#components/icon'
import { type LifeEvent, lifeEvents } from '#components/life-events'
import { searchBox, searchHero } from '#components/search-box'
import { section, sheet } from '#components/sheet'
import type { Db } from '#platform/db'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { messagesOf } from './messages.ts'
import { listLines, listTopics, type ProcedureLine, type TopicLine } from './repository-search.ts'

type Topic = 'birth' | 'marriage' | 'house' | 'business' | 'moving' | 'care' | 'certification' | 'death'

/** An event of life, the folded phrases that names of its procedures hold, and what its card searches for. */
const topics: readonly Readonly<{ topic: Topic; icon: IconName; phrases: readonly string[]; text: string }>[] =
  [
    { topic: 'birth', icon: 'baby', phrases: ['khai sinh'], text: 'khai sinh' },
    { topic: 'marriage', icon: 'rings', phrases: ['ket hon', 'hon nhan'], text: 'kết hôn' },
    { topic: 'house', icon: 'house', phrases: ['quyen su dung dat', 'giay phep xay dung'], text: 'đất' },
    { topic: 'business', icon: 'shop', phrases: ['cua hang', 'ho kinh doanh'], text: 'kinh doanh' },
    { topic: 'moving', icon: 'move', phrases: ['thuong tru', 'tam tru', 'tach ho'], text: 'cư trú' },
    { topic: 'care', icon: 'care', phrases: ['khuyet tat', 'cao tuoi', 'tro giup xa hoi'], text: 'khuyết tật' },
    { topic: 'certification', icon: 'stamp', phrases: ['chung thuc', 'trich luc'], text: 'bản sao' },
    { topic: 'death', icon: 'leaf', phrases: ['khai tu', 'mai tang'], text: 'khai tử' },
  ]

export type HomeView = Readonly<{ offered: readonly ProcedureLine[]; topics: readonly TopicLine[] }>

/** What the home page shows: what can be applied for, and the events of life that lead somewhere. */
export async function loadHome(db: Db): Promise<HomeView> {
  const [lines, found] = await Promise.all([listLines(db, null, 4, null), listTopics(db, topics)])
  return { offered: lines.filter(({ status }) => status === 'offered'), topics: found }
}

/** The name to read in `language`. */
export const nameIn = (
  { shortName, nameEn }: Readonly<{ shortName: string; nameEn: string | null }>,
  language: Language,
): string => (language === 'en' ? (nameEn ?? shortName) : shortName)

/** The home page: one question, the events of life, the way to one's dossier. `canTrack`: the tracking page exists. */
export function renderHome(view: HomeView, language: Language, canTrack: boolean): Html {
  const say = messagesOf(language)
  const often = view.offered.map((line) => ({ text: nameIn(line, language), href: `/procedures/${line.code}` }))
  const events = listEvents(view, language)
  return html`${searchHero({
    question: say.question,
    action: '/search',
    help: say.searchHelp,
    often,
    oftenLabel: say.often,
    language,
  })}<div class="mc-main">
${
  events.length > 0 &&
  html`<section aria-labelledby="life-events"><h2 id="life-events">${say.lifeEvents}</h2><p class="mc-quiet">${say.lifeEventsHelp}</p><div class="mc-t2">${lifeEvents(events)}</div></section>`
}
<p class="mc-t2"><a href="/procedures">${say.allProcedures}</a></p>
${canTrack && html`<div class="mc-section">${sheet({ id: 'track', title: say.trackHeading, body: trackForm(language) })}</div>`}
${section({ id: 'help', title: say.helpHeading, body: help(language) })}
</div>`
}

function listEvents(view: HomeView, language: Language): LifeEvent[] {
  const say = messagesOf(language)
  return topics.flatMap(({ topic, icon, text }) => {
    const inside = view.topics.filter((line) => line.topic === topic)
    const [first] = inside
    if (!first) return []
    const href = inside.length === 1 ? `/procedures/${first.code}` : `/search?q=${encodeURIComponent(text)}`
    return [{ icon, title: say[topic], href, inside: inside.map((line) => nameIn(line, language)).join(', ') }]
  })
}

const trackForm = (language: Language): Html => {
  const say = messagesOf(language)
  return searchBox({
    id: 'track-code',
    label: say.trackLabel,
    action: '/track',
    name: 'code',
    description: say.trackHelp,
    buttonText: say.trackButton,
    code: true,
  })
}

const help = (language: Language): Html => {
  const say = messagesOf(language)
  return facts(
    [
      { icon: 'pin', term: say.helpCounter, answer: say.helpCounterAnswer, note: say.helpCounterNote },
      { icon: 'search', term: say.helpSearch, answer: say.helpSearchAnswer, note: say.helpSearchNote },
    ],
    { two: true },
  )
}
