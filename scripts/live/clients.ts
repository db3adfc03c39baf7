/**
 * A process full of pages: opens as many connections as it is told, follows one plan on each, and notes when each edit
 * arrives. Speaks with its parent by messages; an edit is told apart by the value that it writes.
 */
import { openTestSocket, type TestSocket } from '../../apps/server/src/platform/test-socket.ts';

export type ToClients =
  | { kind: 'open'; url: string; cookies: string[]; count: number; planId: string }
  | { kind: 'lose' }
  | { kind: 'return' }
  | { kind: 'report'; editCount: number }
  | { kind: 'end' };
export type FromClients =
  | { kind: 'opened'; count: number; ms: number }
  | { kind: 'lost' }
  /** Arrival times of each edit, milliseconds of the epoch, and how many clients have all edits exactly once. */
  | { kind: 'arrivals'; byValue: Record<number, number[]>; completeCount: number; doubleCount: number };

type Page = { socket: TestSocket | undefined; lastEventId: string | undefined; seen: Map<number, number> };
type News = { kind: string; edits?: { afterMilli: number }[] };

const pages: Page[] = [];
let opening: Extract<ToClients, { kind: 'open' }> | undefined;
const say = (message: FromClients): void => void process.send?.(message);
const nowMs = (): number => performance.timeOrigin + performance.now();

let arrivals: Record<number, number[]> = {};

function receive(page: Page, news: News): void {
  for (const { afterMilli } of news.edits ?? []) {
    page.seen.set(afterMilli, (page.seen.get(afterMilli) ?? 0) + 1);
    const times = arrivals[afterMilli] ?? [];
    times.push(nowMs());
    arrivals[afterMilli] = times;
  }
}

async function connect(page: Page, index: number): Promise<void> {
  if (opening === undefined) return;
  const { url, cookies, planId } = opening;
  const cookie = cookies[index % cookies.length] ?? '';
  const socket = await openTestSocket({ url, cookie });
  page.socket = socket;
  const isBack = page.lastEventId !== undefined;
  await new Promise<void>((resolve, reject) => {
    const input = { planIds: [planId], ...(isBack ? { lastEventId: page.lastEventId } : {}) };
    socket.subscribe('plans.follow', input, (message) => {
      if (message.kind === 'refused') return reject(new Error(message.message));
      if (message.kind !== 'data') return;
      page.lastEventId = message.id;
      receive(page, message.data as News);
      resolve();
    });
    // Who comes back is told nothing until there is something to tell.
    if (isBack) resolve();
  });
}

async function connectAll(atOnce: number): Promise<number> {
  const began = performance.now();
  for (let first = 0; first < pages.length; first += atOnce) {
    await Promise.all(pages.slice(first, first + atOnce).map((page, index) => connect(page, first + index)));
  }
  return performance.now() - began;
}

async function obey(message: ToClients): Promise<void> {
  if (message.kind === 'open') {
    opening = message;
    for (let index = 0; index < message.count; index++) {
      pages.push({ socket: undefined, lastEventId: undefined, seen: new Map() });
    }
    say({ kind: 'opened', count: pages.length, ms: await connectAll(50) });
  } else if (message.kind === 'lose') {
    for (const { socket } of pages) socket?.terminate();
    say({ kind: 'lost' });
  } else if (message.kind === 'return') {
    say({ kind: 'opened', count: pages.length, ms: await connectAll(pages.length) });
  } else if (message.kind === 'report') {
    const isComplete = ({ seen }: Page) => seen.size === message.editCount;
    const isDouble = ({ seen }: Page) => [...seen.values()].some((count) => count > 1);
    const completeCount = pages.filter(isComplete).length;
    say({ kind: 'arrivals', byValue: arrivals, completeCount, doubleCount: pages.filter(isDouble).length });
    arrivals = {};
  } else {
    process.exit(0);
  }
}

process.on('message', (message) => {
  obey(message as ToClients).catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
});
