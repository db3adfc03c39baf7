import { statusOfKind } from '../../apps/server/src/platform/trpc-errors.ts';
import { code, page, table } from './markdown.ts';
import { findAll, readSources } from './sources.ts';

const refusal = /new DomainError\(\s*'([a-z-]+)',\s*'([a-z0-9.-]+)',/g;
const folders = [
  'apps/server/src',
  'apps/edi-gateway/src',
  ...['collaboration', 'fulfillment', 'kernel', 'planning', 'platform'].map((name) => `packages/${name}/src`),
];
const isKind = (kind: string): kind is keyof typeof statusOfKind => kind in statusOfKind;

/** Every code of an expected refusal, by the part that says it. */
export function errorsPage(root: string): string {
  const found = new Map<string, string[]>();
  for (const { path, match } of findAll(readSources(root, folders), refusal)) {
    const [, kind = '', name = ''] = match;
    if (isKind(kind)) found.set(name, [code(name), kind, String(statusOfKind[kind].http), path]);
  }
  const parts = [...new Set([...found.keys()].map((name) => name.split('.')[0] ?? ''))].sort();
  return page(
    'Error codes',
    'Codes are stable and for programs; the sentence beside each is for people and may change. In tRPC the code is `data.domainCode`, in REST `error.code`. Anything else is a fault of ours: status 500 with a request id.',
    ...parts.flatMap((part) => [
      `## ${part}`,
      table(
        ['code', 'kind', 'HTTP', 'said in'],
        [...found]
          .filter(([name]) => name.startsWith(`${part}.`))
          .sort()
          .map(([, row]) => row),
      ),
    ]),
  );
}
