import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { Hono } from 'hono';
import { contentSecurityPolicy } from './security-headers.ts';

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

type PortalFile = { bytes: Uint8Array<ArrayBuffer>; type: string; etag: string; isNamedByContent: boolean };

const noncePlaceholder = '__COPLAN_NONCE__';

/** Everything is read once at start: a request can name no file but those. */
async function readPortal(folder: string): Promise<Map<string, PortalFile>> {
  const files = new Map<string, PortalFile>();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const name = `/${relative(folder, path).split(sep).join('/')}`;
    const bytes = new Uint8Array(await readFile(path));
    const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
    const type = contentTypes[extname(entry.name)] ?? 'application/octet-stream';
    files.set(name, { bytes, type, etag, isNamedByContent: name.startsWith('/assets/') });
  }
  return files;
}

const missingPage = `<!doctype html><meta charset="utf-8"><title>Coplan</title>
<p>The portal has not been built yet: run <code>npm run build</code> and start again.</p>`;

/** The portal's built files; any other address is the portal's own page, which decides what it shows. */
export async function portalFiles(folder: string, gatewayOrigin?: string): Promise<Hono> {
  const files = await readPortal(folder);
  const app = new Hono();
  app.get('*', (c) => {
    const file = files.get(new URL(c.req.url).pathname);
    if (file !== undefined && file.type !== contentTypes['.html']) {
      c.header('ETag', file.etag);
      c.header('Cache-Control', file.isNamedByContent ? 'public, max-age=31536000, immutable' : 'no-cache');
      if (c.req.header('if-none-match') === file.etag) return c.body(null, 304);
      return c.body(file.bytes, 200, { 'Content-Type': file.type });
    }
    if (c.req.path.startsWith('/assets/')) return c.text('Not found', 404);
    const page = files.get('/index.html');
    if (page === undefined) return c.html(missingPage, 503);
    const text = Buffer.from(page.bytes).toString('utf8');
    const nonce = text.includes(noncePlaceholder) ? randomBytes(16).toString('base64') : undefined;
    const host = c.req.header('host') ?? '';
    const policy = contentSecurityPolicy({ host, styleNonce: nonce, gatewayOrigin });
    c.header('Content-Security-Policy', policy);
    c.header('Cache-Control', 'no-cache');
    return c.html(nonce === undefined ? text : text.replaceAll(noncePlaceholder, nonce));
  });
  return app;
}
