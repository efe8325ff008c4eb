import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import {
  addressOn,
  orderChannels,
  readChannels,
  readQuietHours,
  readTelephone,
  waitsUntil,
} from './channels.ts'
import { type DeliveryState, decideStep, foldTold, messageStateOf, mostAsks, type Told } from './delivery.ts'
import { countSegments, withoutAccents } from './short-text.ts'

const at = (text: string) => Temporal.Instant.from(`${text}+07:00`)
const now = at('2026-11-26T09:40:00')

test('an SMS of Vietnamese letters has 70 places, without diacritics 160', () => {
  assert.deepEqual(countSegments('a'.repeat(160)), { coding: 'gsm7', places: 160, segments: 1 })
  assert.deepEqual(countSegments('a'.repeat(161)), { coding: 'gsm7', places: 161, segments: 2 })
  assert.deepEqual(countSegments('ạ'.repeat(70)), { coding: 'ucs2', places: 70, segments: 1 })
  assert.deepEqual(countSegments('ạ'.repeat(71)), { coding: 'ucs2', places: 71, segments: 2 })
  assert.equal(countSegments('ạ'.repeat(135)).segments, 3)
  assert.deepEqual(countSegments('€'.repeat(80)), { coding: 'gsm7', places: 160, segments: 1 })
  assert.equal(
    countSegments(`${'a'.repeat(152)}€${'a'.repeat(10)}`).segments,
    2,
    'a letter of two places is not cut',
  )
  assert.equal(countSegments('').segments, 1)
})

test('without diacritics every text is one that GSM has letters for', () => {
  assert.equal(withoutAccents('Một Cửa: có tin mới về hồ sơ, Đống Đa'), 'Mot Cua: co tin moi ve ho so, Dong Da')
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      (text) => countSegments(withoutAccents(text)).coding === 'gsm7',
    ),
  )
})

test('a choice comes first, and only where somebody carries it and there is an address', () => {
  const reach = { email: 'a@motcua.example', phone: '0900 000 001', hasShort: true }
  const offered = readChannels('email, zalo,sms, fax')
  assert.deepEqual(offered, ['email', 'zalo', 'sms'])
  assert.deepEqual(orderChannels({ preferred: null, offered }, reach), ['email', 'zalo', 'sms'])
  assert.deepEqual(orderChannels({ preferred: 'sms', offered }, reach), ['sms', 'email', 'zalo'])
  assert.deepEqual(orderChannels({ preferred: 'sms', offered: ['email'] }, reach), ['email'])
  assert.deepEqual(orderChannels({ preferred: 'sms', offered }, { ...reach, phone: null }), ['email'])
  assert.equal(addressOn('sms', { ...reach, hasShort: false }), null)
  assert.equal(readTelephone('+84 900 000 001'), '0900000001')
  assert.equal(readTelephone('1900'), null)
})

test('no telephone rings in the quiet hours; an e-mail goes out', () => {
  const quiet = readQuietHours('22:00-06:00')
  assert.equal(
    waitsUntil('sms', quiet, at('2026-11-26T23:10:00'))?.toString(),
    at('2026-11-27T06:00:00').toString(),
  )
  assert.equal(
    waitsUntil('zalo', quiet, at('2026-11-26T05:59:00'))?.toString(),
    at('2026-11-26T06:00:00').toString(),
  )
  assert.equal(waitsUntil('sms', quiet, at('2026-11-26T06:00:00')), null)
  assert.equal(waitsUntil('email', quiet, at('2026-11-26T23:10:00')), null)
  assert.equal(
    waitsUntil('sms', readQuietHours('12:00-13:30'), at('2026-11-26T12:00:00'))?.toString(),
    at('2026-11-26T13:30:00').toString(),
  )
  assert.equal(readQuietHours('none'), null)
})

test('what may have been taken is asked after, and never sent again before the carrier said that it was not', () => {
  const standing = { state: 'sending', reference: null, attempt: 1, askedTimes: 0, actAt: now } as const
  const byKey = { sendsReports: true, asksBy: 'key' } as const
  assert.equal(decideStep({ ...standing, state: 'queued' }, byKey, now), 'send')
  assert.equal(decideStep({ ...standing, actAt: now.add({ seconds: 1 }) }, byKey, now), null)
  assert.equal(decideStep(standing, byKey, now), 'ask')
  assert.equal(decideStep({ ...standing, askedTimes: mostAsks }, byKey, now), 'give_up')
  assert.equal(decideStep(standing, { sendsReports: true, asksBy: 'reference' }, now), 'give_up')
  assert.equal(decideStep(standing, { sendsReports: false, asksBy: null }, now), 'give_up')
  assert.equal(
    decideStep({ ...standing, state: 'accepted' }, { sendsReports: false, asksBy: null }, now),
    'settle',
  )
})

test('in whatever order a carrier tells, what was delivered stays delivered', () => {
  const said = fc.constantFrom<Told['state'][]>('accepted', 'delivered', 'failed', 'not_taken')
  fc.assert(
    fc.property(fc.array(said, { maxLength: 8 }), (all) => {
      const fold = (state: DeliveryState, told: Told['state']): DeliveryState => foldTold(state, told) ?? state
      const end = all.reduce<DeliveryState>(fold, 'sending')
      assert.equal(end === 'delivered', all.includes('delivered'))
      assert.equal(
        foldTold(end, all.at(-1) ?? 'accepted') === 'queued',
        false,
        'told twice it is not sent again',
      )
    }),
  )
})

test('a message stands as the best of its sendings', () => {
  assert.equal(messageStateOf(['failed', 'delivered'], false), 'delivered')
  assert.equal(messageStateOf(['unknown', 'accepted'], false), 'sent')
  assert.equal(messageStateOf(['failed'], true), 'queued')
  assert.equal(messageStateOf(['unknown', 'failed'], false), 'unknown')
  assert.equal(messageStateOf(['failed'], false), 'undeliverable')
})
