/** A message travels over networks we do not hold: of a personal id it shows the last three digits only. */
export const hidePersonalIds = (text: string): string =>
  text.replace(/(?<!\d)\d{3}[ .]?\d{3}[ .]?\d{3}[ .]?(\d{3})(?!\d)/g, '•••$1')

/** An address as others may see it: `b…@motcua.example`. */
export const hideAddress = (address: string): string => address.replace(/^(.).*(@.*)$/, '$1…$2')

/** Whether mail can be sent there at all: one mailbox, no list, no line break (RFC 5321 §4.1.2, §4.5.3.1). */
export const isMailbox = (address: string): boolean =>
  address.length <= 254 &&
  /^[^\s@<>,;:"()[\]\\]{1,64}@[^\s@<>,;:"()[\]\\]+\.[^\s@<>,;:"()[\]\\.]+$/.test(address)
