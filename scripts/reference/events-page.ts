import { subscriptions } from '../../apps/server/src/subscriptions.ts';
import { code, page, table } from './markdown.ts';
import { findAll, readSources } from './sources.ts';

const eventName = /'((?:[a-z]+(?:-[a-z]+)*)\.[a-z]+(?:-[a-z]+)+)'/g;

/** Every event that is published, and who acts on it. */
export function eventsPage(root: string): string {
  const sources = readSources(root, ['apps/server/src']);
  const ofSlices = findAll(
    sources.filter(({ path }) => path.endsWith('.events.ts')),
    eventName,
  );
  const ofPlatform = findAll(
    sources.filter(({ path }) => path.endsWith('/send-document.job.ts')),
    /'(platform\.document-[a-z]+)'/g,
  );
  const names = new Set([...ofSlices, ...ofPlatform].map(({ match }) => match[1] ?? ''));
  const rows = [...names].sort().map((name) => [
    code(name),
    subscriptions
      .filter(({ eventType }) => eventType === name)
      .map((subscription) => code(subscription.name))
      .join(', ') || '–',
  ]);
  return page(
    'Events',
    'Published in the transaction that made them, handed on after its commit: to pages that follow `events.stream`, and to subscribers as jobs.',
    table(['event', 'subscribers'], rows),
  );
}
