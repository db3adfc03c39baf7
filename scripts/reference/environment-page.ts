import { assert } from '@coplan/kernel';
import { code, page, table } from './markdown.ts';
import { findAll, readSources } from './sources.ts';

type Words = readonly [standard: string, meaning: string];

/** What each variable means. A variable that the code reads and that lacks words here fails the test. */
const words: Record<string, Words> = {
  PORT: ['3000', 'port of the server: portal and API'],
  GATEWAY_PORT: ['4080', 'port of the EDI gateway'],
  GATEWAY_SFTP_PORT: ['', "port of the gateway's SFTP server; without it there is none"],
  COPLAN_DATA_DIR: ['`.coplan`', 'database, secrets, EDI folders'],
  COPLAN_DEMO: ['1', '`0`: start without the demo network'],
  COPLAN_LOG: ['0', '`1`: `npm start` shows the structured logs of both apps'],
  LOG_LEVEL: ['info', 'trace, debug, info, warn, error, fatal or silent'],
  DATABASE_URL: ['embedded', "owner's address of the server's database; PostgreSQL 15 or newer"],
  GATEWAY_DATABASE_URL: ['beside the server', "owner's address of the gateway's database"],
  COPLAN_SERVER_URL: ['`http://localhost:<PORT>`', 'how browsers and the gateway reach the server'],
  COPLAN_GATEWAY_URL: ['`http://localhost:<GATEWAY_PORT>`', 'how the server reaches the gateway'],
  COPLAN_GATEWAY_PUBLIC_URL: ['`COPLAN_GATEWAY_URL`', 'how browsers reach the gateway'],
  COPLAN_TRUSTED_ORIGINS: [
    '',
    'further origins from which browsers may sign in and ask the gateway, with commas',
  ],
  COPLAN_AUTH_SECRET: ['made at the first start', 'signs sessions'],
  COPLAN_GATEWAY_KEY: ['made at the first start', 'bearer secret that server and gateway share'],
  COPLAN_TICKET_KEYS: [
    'made at the first start',
    'seal the tickets with which browsers ask the gateway; with commas, the newest first: server and gateway have the same',
  ],
  GATEWAY_ENCRYPTION_KEY: [
    'made at the first start',
    "32 bytes in base64; encrypts partners' API keys and our private AS2 keys at rest",
  ],
  COPLAN_MAIL_FROM: ['Coplan <no-reply@coplan.example>', 'sender of mails'],
  COPLAN_SMTP_URL: [
    '',
    'mail server, `smtp://user:password@host:587` or `smtps://…`; without it mails are files in `mail/` of the data folder',
  ],
  FILES: ['', 'file with the names of the files for `coplan edi roundtrip`, where it is given none'],
  NODE_COMPILE_CACHE: [
    '`node_modules/.cache/node-compile`',
    'where compiled code is kept from start to start',
  ],
  COPLAN_KILL_AT: ['', 'a test aid, see kill-points.md'],
};

/** Every variable that the product reads from its environment. */
export function environmentPage(root: string): string {
  const sources = readSources(root, [
    'apps/server/src',
    'apps/edi-gateway/src',
    'packages/platform/src',
    'packages/cli/src',
    'scripts/start',
  ]);
  const configs = sources.filter(({ path }) => path.endsWith('/config.ts') && path.startsWith('apps/'));
  const settings = sources.filter(({ path }) => path === 'scripts/start/settings.ts');
  const found = new Set(
    [
      ...findAll(sources, /process\.env(?:\.|\[')([A-Z][A-Z_]+)/g),
      ...findAll(configs, /^ +([A-Z][A-Z_]+): setting\./gm),
      ...findAll(settings, /read(?:Text|Port|DatabaseUrl)\('([A-Z_]+)'/g),
    ].map(({ match }) => match[1] ?? ''),
  );
  found.delete('PATH');
  const rows = [...found].sort().map((name) => {
    const about = words[name];
    assert(about !== undefined, `the variable ${name} is described in scripts/reference/environment-page.ts`);
    return [code(name), ...about];
  });
  const unread = Object.keys(words).filter((name) => !found.has(name));
  assert(unread.length === 0, `these variables are described and read nowhere: ${unread.join(', ')}`);
  return page(
    'Environment',
    '`npm start` sets what the two apps need; run alone they read the same variables. A bad value ends the start with one sentence that names the variable.',
    table(['variable', 'standard', 'meaning'], rows),
  );
}
