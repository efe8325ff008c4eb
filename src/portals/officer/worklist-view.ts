import type { Urgency } from '#components/due-badge'
import { filterRow } from '#components/filter-row'
import { notice } from '#components/notice'
import { pagination } from '#components/pagination'
import { type TallyItem, tally } from '#components/tally'
import { type WorklistRow as Line, worklist } from '#components/worklist'
import { formatDuration, formatMoment, localDay } from '#modules/calendar'
import { channelNames, dossierMessages, stepNames } from '#modules/dossiers'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { type Standing, tallyLimit, type WorklistAddress, type WorklistView } from './load-worklist.ts'
import { officerMessages } from './messages.ts'
import { type Group, groups, isHeldAt } from './worklist-groups.ts'

const path = '/officer/worklist'

/** A worklist as its address, so that a filter can be kept and sent. */
export function worklistHref(address: WorklistAddress): string {
  const given = Object.entries(address).filter(([, value]) => value)
  const query = new URLSearchParams(given as [string, string][]).toString()
  return query ? `${path}?${query}` : path
}

/** The page of an officer's work, in groups of legal urgency. */
export function worklistPage(view: WorklistView, language: Language): Html {
  const say = dossierMessages(language)
  return html`<div class="mc-work__head"><h1>${say.worklist}</h1><p class="mc-quiet">${say.worklistAsOf(formatMoment(view.now, language))}</p></div>
${tally(tallyItems(view, language), language)}
${filters(view, language)}
${view.standings.length > 0 ? list(view, language) : nothing(view, language)}`
}

const bounded = (count: number): number | string => (count >= tallyLimit ? `${tallyLimit - 1}+` : count)

function groupTitle(group: Group, language: Language): string {
  const say = dossierMessages(language)
  const titles: Readonly<Record<Group, string>> = {
    overdue: say.overdue,
    due_today: say.dueToday,
    waiting: say.waitingIntake,
    due_soon: say.dueSoon,
    on_time: say.onTime,
    ready: officerMessages(language).waitingDelivery,
    suspended: say.suspended,
  }
  return titles[group]
}

const urgencyOfGroup = (group: Group): Urgency => {
  if (group === 'waiting') return 'on_time'
  return group === 'ready' ? 'done' : group
}

function tallyItems({ address, tallies, steps }: WorklistView, language: Language): TallyItem[] {
  const { after: _, group: current, ...kept } = address
  const all = Object.values(tallies).reduce((sum, count) => sum + count, 0)
  const isAnyFull = Object.values(tallies).some((count) => count >= tallyLimit)
  return [
    {
      count: isAnyFull ? bounded(tallyLimit) : all,
      text: dossierMessages(language).all,
      href: worklistHref(kept),
      current: !current,
    },
    ...groups
      .filter((group) => isHeldAt(group, steps))
      .map((group) => ({
        count: bounded(tallies[group]),
        text: groupTitle(group, language),
        href: worklistHref({ ...kept, group }),
        urgency: urgencyOfGroup(group),
        current: current === group,
      })),
  ]
}

function filters({ address, steps }: WorklistView, language: Language): Html {
  const say = dossierMessages(language)
  const { q = '', procedure = '', step = '', channel = '', group } = address
  const stepOptions = steps.map((value) => ({ value, label: stepNames[value][language] }))
  const channelOptions = Object.entries(channelNames).map(([value, name]) => ({
    value,
    label: name[language],
  }))
  return filterRow({
    label: say.filter,
    language,
    keep: group ? { group } : {},
    filters: [
      { name: 'q', label: say.filterQuery, value: q },
      { name: 'procedure', label: say.filterProcedure, value: procedure },
      {
        name: 'step',
        label: say.filterStep,
        value: step,
        options: [{ value: '', label: say.anyStep }, ...stepOptions],
      },
      {
        name: 'channel',
        label: say.filterChannel,
        value: channel,
        options: [{ value: '', label: say.anyChannel }, ...channelOptions],
      },
    ],
  })
}

function list(view: WorklistView, language: Language): Html {
  const { address, standings, tallies, nextCursor } = view
  const { after, ...first } = address
  const shown = groups
    .map((group) => ({ group, own: standings.filter((standing) => standing.group === group) }))
    .filter(({ own }) => own.length > 0)
  const isFiltered = Boolean(first.q || first.procedure || first.step || first.channel)
  return worklist({
    caption: dossierMessages(language).worklist,
    language,
    groups: shown.map(({ group, own }) => ({
      urgency: urgencyOfGroup(group),
      title: groupTitle(group, language),
      count: isFiltered ? own.length : bounded(tallies[group]),
      rows: own.map((standing) => line(standing, language)),
    })),
    pagination: pagination({
      nextHref: nextCursor ? worklistHref({ ...first, after: nextCursor }) : null,
      firstHref: after ? worklistHref(first) : null,
      language,
    }),
  })
}

/** One line of the list, as the component draws it. */
function line(standing: Standing, language: Language): Line {
  const { row, group, dueAt, used } = standing
  const say = dossierMessages(language)
  const word = wordOf(group, language)
  const code = row.code ?? row.reference
  const due = dueAt && localDay(dueAt)
  return {
    code,
    href: `/officer/dossiers/${code}`,
    applicant: row.applicantName,
    procedure: row.procedureName,
    step: stepNames[row.step][language],
    channel: channelNames[row.channel][language],
    urgency: urgencyOfGroup(group),
    ...(word && { word }),
    left: timeOf(standing, language),
    used: group === 'overdue' ? 1 : used,
    due: due ? `${String(due.day).padStart(2, '0')}/${String(due.month).padStart(2, '0')}` : '–',
    flag: row.state === 'payment_requested' ? { text: say.feeDue, icon: 'money' } : null,
  }
}

function wordOf(group: Group, language: Language): string | null {
  if (group === 'waiting') return officerMessages(language).newcomer
  if (group === 'ready') return officerMessages(language).resultReady
  return group === 'due_today' ? dossierMessages(language).today : null
}

function timeOf(standing: Standing, language: Language): string {
  const say = dossierMessages(language)
  const { group, minutesLeft, minutesLate, minutesSinceSubmission } = standing
  if (group === 'waiting')
    return officerMessages(language).waitingFor(formatDuration(minutesSinceSubmission, language))
  if (group === 'ready') return officerMessages(language).toDeliver
  if (group === 'suspended') return officerMessages(language).waitingForApplicant
  return group === 'overdue'
    ? say.timeOverShort(formatDuration(minutesLate, language))
    : say.timeLeftShort(formatDuration(minutesLeft, language))
}

function nothing({ address }: WorklistView, language: Language): Html {
  const say = dossierMessages(language)
  const isWhole = Object.values(address).every((part) => !part)
  const body = isWhole ? say.worklistEmpty : html`${say.worklistNone} <a href="${path}">${say.all}</a>`
  return notice({ body })
}
