import type { MiddlewareHandler } from 'hono';

const plainHost = /^[\w.:[\]-]{1,260}$/;

/**
 * Only our own files run, talk only to us and our gateway, and nothing may frame us. `host` is the address that the browser asked for:
 * older browsers do not count WebSockets as `'self'`. Styles may be inline unless the page takes part with a nonce.
 */
export const contentSecurityPolicy = ({
  host,
  styleNonce,
  gatewayOrigin,
}: {
  host: string;
  styleNonce?: string | undefined;
  gatewayOrigin?: string | undefined;
}): string =>
  [
    "default-src 'self'",
    "script-src 'self'",
    styleNonce === undefined ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${styleNonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    [
      "connect-src 'self'",
      ...(plainHost.test(host) ? [`ws://${host}`, `wss://${host}`] : []),
      ...(gatewayOrigin === undefined ? [] : [gatewayOrigin]),
    ].join(' '),
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');

/** Headers of every answer (ASVS V3). */
export const securityHeaders: MiddlewareHandler = async (c, next) => {
  await next();
  c.header('X-Content-Type-Options', 'nosniff');
  c.header('X-Frame-Options', 'DENY');
  c.header('Referrer-Policy', 'same-origin');
  c.header('Cross-Origin-Opener-Policy', 'same-origin');
  c.header('Cross-Origin-Resource-Policy', 'same-origin');
  c.header('Permissions-Policy', 'camera=(), microphone=(), geolocation=()');
  if (!c.res.headers.has('Content-Security-Policy')) {
    c.header('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'");
  }
  if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'no-store');
};
