/** Where pages of topics stand, and those of the exchange they lead back to. */
export const catalogueUrl = '/officer/exchange'
export const systemsUrl = '/admin/exchange'
export const topicsUrl = `${catalogueUrl}/topics`
export const topicAdminUrl = `${systemsUrl}/topics`
export const topicUrl = (code: string): string => `${topicAdminUrl}/${encodeURIComponent(code)}`
