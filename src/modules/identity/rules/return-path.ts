const longest = 512

/**
 * The page to go back to after signing in: `path` when it is one of this site, else `fallback`. Anything a browser could
 * read as another site ('//x', '/\x', a scheme, control characters) is not, nor is a sign-in page itself.
 */
export function safeReturnPath(path: unknown, fallback: string): string {
  if (typeof path !== 'string' || path.length > longest) return fallback
  if (!/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(path)) return fallback
  return /^\/(officer\/)?sign-(in|out)\b/.test(path) ? fallback : path
}

/** Where a page sends somebody who is not signed in: officers and citizens have different doors. */
export const signInPathFor = (path: string): '/officer/sign-in' | '/sign-in' =>
  /^\/(officer|admin)(\/|\?|$)/.test(path) ? '/officer/sign-in' : '/sign-in'
