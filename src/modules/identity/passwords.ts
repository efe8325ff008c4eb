import { randomUUID } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import { makeReference } from '#platform/ids'

// argon2id (the library's default), at the cost OWASP names as the least: 19 MiB, two passes, one lane.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFC'), cost)

let decoy: Promise<string> | undefined

/** Whether the password is the one; without a hash (unknown account) it takes the same time to say no. */
export async function isPassword(passwordHash: string | null, password: string): Promise<boolean> {
  decoy ??= hash(randomUUID(), cost)
  const against = passwordHash ?? (await decoy)
  const isRight = await verify(against, password.normalize('NFC'))
  return isRight && passwordHash !== null
}

/** A password to hand over once: 16 characters a person can read out, 73 bits. */
export const makePassword = (): string => makeReference(4)
