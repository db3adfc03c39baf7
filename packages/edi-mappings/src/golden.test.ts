import { readdirSync, readFileSync } from 'node:fs';
import { decode, messagesOf } from '@coplan/edi';
import { expect, test } from 'vitest';
import { x12OrderConfirmation } from './order-confirmation/x12-855.ts';
import { x12ProductActivity } from './product-activity/x12-852.ts';
import { x12PurchaseOrder } from './purchase-order/x12-850.ts';

const folders = [
  { folder: 'purchase-order/golden/', mapping: x12PurchaseOrder },
  { folder: 'order-confirmation/golden/', mapping: x12OrderConfirmation },
  { folder: 'product-activity/golden/', mapping: x12ProductActivity },
];

const files = folders.flatMap(({ folder, mapping }) =>
  readdirSync(new URL(folder, import.meta.url))
    .filter((name) => name.endsWith('.x12'))
    .map((name) => ({ path: `${folder}${name}`, mapping })),
);

test.each(files)('$path is understood, or refused, as its golden file says', async ({ path, mapping }) => {
  const [message] = messagesOf(decode(readFileSync(new URL(path, import.meta.url))));
  if (message === undefined) throw new Error(`${path} holds no message`);
  const { document, issues } = mapping.read(message);
  const read = document ?? [...message.issues, ...issues];
  await expect(`${JSON.stringify(read, null, 2)}\n`).toMatchFileSnapshot(`${path}.json`);
});
