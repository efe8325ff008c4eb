import { code } from '#components/code'
import { fold } from '#components/fold'
import { writeDay } from '#components/read-step'
import { say as stated } from '#components/say'
import { table } from '#components/table'
import { formatMoment } from '#modules/calendar'
import { type AccessRight, type Days, rightStandingOn } from '#modules/exchange'
import { type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { lifeMessagesOf } from './life-messages.ts'
import { messagesOf } from './messages.ts'
import type { OfferingView } from './offering-facts.ts'

/** Who may call the offering, now and later, on what ground and whom to ask; what is over is folded. */
export function rightsList({ rights, today, systems, line }: OfferingView, language: Language): Html {
  const say = messagesOf(language)
  const life = lifeMessagesOf(language)
  const isOver = (right: AccessRight) => rightStandingOn(right, today) === 'over'
  const [standing, over] = [rights.filter((one) => !isOver(one)), rights.filter(isOver)]
  const mayEnd = systems !== null && line.offering.endedAt === null
  const titles = [say.system, say.basis, life.rightDays, ...(mayEnd ? [life.endRight] : [])]
  const columns = titles.map((title) => ({ title }))
  const ending = (right: AccessRight) => (mayEnd ? [endLink(right, language)] : [])
  const list =
    standing.length > 0
      ? table({
          ...{ caption: say.grantedSystems, columns, stack: true },
          rows: standing.map((right) => [...cellsOf(right, today, language), ...ending(right)]),
        })
      : html`<p>${say.nobodyUses}</p>`
  if (over.length === 0) return list
  const caption = life.overRights(say.number(over.length))
  const rows = over.map((right) => cellsOf(right, today, language))
  const body = table({ caption, columns: columns.slice(0, 3), rows, stack: true, clear: true })
  return html`${list}<div class="mc-t2">${fold({ summary: caption, look: 'plain', body })}</div>`
}

const endLink = ({ id, memberName, subsystem }: AccessRight, language: Language): Html =>
  html`<a href="?right=${id}#end-right">${lifeMessagesOf(language).endRight}<span class="ds-sr-only"> ${memberName}/${subsystem}</span></a>`

const small = (text: Piece): Html => html`<br><span class="mc-small mc-quiet">${text}</span>`

function cellsOf(right: AccessRight, today: string, language: Language): Html[] {
  const life = lifeMessagesOf(language)
  const { ended } = right
  const standing = rightStandingOn(right, today)
  const tones = { holds: 'ok', coming: 'warn', over: 'mute' } as const
  const by =
    ended && html`${small(life.endedBy(ended.name, formatMoment(ended.at, language)))}${small(ended.reason)}`
  return [
    html`${right.memberName}${small(code(`${right.member}/${right.subsystem}`))}${small(right.contact)}`,
    html`${right.basis}${small(right.grantedName)}`,
    html`${daysOf(right, language)}<br>${stated(tones[standing], life[`right_${standing}`])}${by}`,
  ]
}

/** The days of a right as people write them. */
export function daysOf({ fromOn, untilOn }: Days, language: Language): string {
  const life = lifeMessagesOf(language)
  if (untilOn === null) return life.openEnd(writeDay(fromOn))
  return untilOn < fromOn ? life.neverHeld : life.period(writeDay(fromOn), writeDay(untilOn))
}
