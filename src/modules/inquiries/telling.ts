import { openTelling } from '#platform/telling'

/** Which other systems are to be told of replies, and how far the questions asked there were read. */
export const inquiryTelling = openTelling('inquiries', 'reply_id')
