import type { Html } from '#platform/html'

/** One picture of a component: shown on the preview page, and checked there for validity, access and width. */
export type Example = Readonly<{ name: string; markup: Html }>
