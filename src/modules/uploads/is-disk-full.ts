import { statfs } from 'node:fs/promises'

const nothingBytes = 1_048_576

/** Whether the disk of `folder` has no room left to speak of: the protocol's server does not say why it could not write. */
export async function isDiskFull(folder: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize < nothingBytes
}
