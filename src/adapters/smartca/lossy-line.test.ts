import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { type StandInAuthority, startStandInAuthority } from '#adapters/authority'
import { ProviderUnreachable, type SigningRequest } from '#modules/signing'
import { openSmartca } from './client.ts'
import { startStandInSmartca } from './stand-in.ts'

let authority: StandInAuthority
before(async () => {
  authority = await startStandInAuthority()
})
after(() => authority.stop())

/** As the module does: what got no answer is asked again. */
async function untilAnswered<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (let tries = 0; tries < 10; tries += 1) {
    try {
      return await ask()
    } catch (error) {
      assert.ok(error instanceof ProviderUnreachable)
    }
  }
  throw new Error('it never answered')
}

test('on a line that loses calls and answers each signing is begun once, and its signature comes', async (t) => {
  const account = '999000000301'
  const standIn = await startStandInSmartca({
    signers: [
      { account, password: 'mat-khau', kind: 'person', commonName: 'Tòng Văn Phú', personalId: account },
    ],
    issue: authority.issue,
    confirms: 'at_once',
  })
  t.after(() => standIn.stop())
  const { url, spId, spPassword } = standIn
  const provider = openSmartca({ url, spId, spPassword })
  const signer = { account, secret: 'mat-khau' }
  const [certificate] = await provider.listCertificates(signer)
  assert.ok(certificate)
  standIn.setFaults({ line: 'lossy' })
  for (let count = 1; count <= 5; count += 1) {
    const request: SigningRequest = {
      ...{
        transactionKey: randomUUID(),
        reason: 'Ký giấy xác nhận',
        signer,
        certificateId: certificate.certificateId,
      },
      documents: [
        { documentId: 'd-1', name: 'Giấy xác nhận', sha256: createHash('sha256').update('x').digest() },
      ],
    }
    const { transactionId } = await untilAnswered(
      async (): Promise<Readonly<{ transactionId: string }>> =>
        (await provider.findSigning?.(request.transactionKey, signer)) ?? provider.startSigning(request),
    )
    const outcome = await untilAnswered(() => provider.pollSigning(transactionId, signer))
    assert.equal(outcome.state, 'signed')
    assert.equal(standIn.countBegun(), count)
  }
})
