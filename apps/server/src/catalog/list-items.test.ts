import { expect, onTestFinished, test } from 'vitest';
import { openTestServer } from '../partners/open-test-server.ts';
import { listItems } from './list-items.ts';
import { recordItems } from './record-items.ts';

test('items are listed by number, page after page, each once', async () => {
  const server = await openTestServer();
  onTestFinished(() => server.close());
  const buyer = await server.addOrganisation('Fjordmarkt', 'buyer');
  const context = server.contextOf(buyer);
  const numbers = ['30', '10', '50', '20', '40'];
  await context.db.transaction((tx) =>
    recordItems(
      context,
      tx,
      numbers.map((itemNumber) => ({ itemNumber })),
    ),
  );
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listItems>> = await listItems(context, {
      limit: 2,
      ...(cursor === null ? {} : { cursor }),
    });
    seen.push(...page.rows.map(({ itemNumber }) => itemNumber));
    cursor = page.nextCursor;
  } while (cursor !== null);
  expect(seen).toEqual(['10', '20', '30', '40', '50']);
});
