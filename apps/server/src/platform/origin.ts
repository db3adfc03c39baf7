/**
 * Whether a request may act with the browser's cookie. Browsers name the page's origin on every state-changing call
 * and on every WebSocket; a foreign one is refused. A caller without `Origin` is no browser page, unless
 * `Sec-Fetch-Site` says that it is one of another site.
 */
export function isTrustedOrigin(headers: Headers, trustedOrigins: readonly string[]): boolean {
  const origin = headers.get('origin');
  if (origin === null) {
    const site = headers.get('sec-fetch-site');
    return site === null || site === 'same-origin' || site === 'none';
  }
  if (trustedOrigins.includes(origin)) return true;
  const host = headers.get('host');
  return host !== null && URL.canParse(origin) && new URL(origin).host === host;
}
