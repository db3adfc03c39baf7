import { WebSocket } from 'ws';

/** One message of a subscription: its tracked id and content, or the refusal. */
export type SocketMessage =
  | { kind: 'data'; id: string; data: unknown }
  | { kind: 'refused'; message: string }
  | { kind: 'ended' };

export type TestSocket = {
  subscribe(path: string, input: object, onMessage: (message: SocketMessage) => void): void;
  /** Ends at once, as a lost network does. */
  terminate(): void;
  pause(): void;
  resume(): void;
};

type Wire = {
  result?: { type: string; id?: string; data?: { id: string; data: unknown } };
  error?: { message?: string; json?: { message: string } };
};

/** The cookie of a signed-in person. */
export async function signInAs(
  url: string,
  { email, password }: { email: string; password: string },
): Promise<string> {
  const response = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email, password }),
  });
  if (!response.ok) throw new Error(`signing in as ${email} was refused: ${response.status}`);
  return response.headers
    .getSetCookie()
    .map((text) => text.split(';')[0])
    .join('; ');
}

/** For tests and benchmarks: a page's connection as tRPC speaks it, without a page. */
export async function openTestSocket({ url, cookie }: { url: string; cookie: string }): Promise<TestSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/trpc`, {
    headers: { cookie, origin: url },
    perMessageDeflate: false,
  });
  const listeners = new Map<number, (message: SocketMessage) => void>();
  let lastId = 0;
  socket.on('message', (bytes) => {
    const text = String(bytes);
    if (text === 'PING') {
      socket.send('PONG');
      return;
    }
    const { id, result, error } = JSON.parse(text) as Wire & { id: number };
    const listener = listeners.get(id);
    if (listener === undefined) return;
    if (error !== undefined) listener({ kind: 'refused', message: error.message ?? '' });
    else if (result?.type === 'stopped') listener({ kind: 'ended' });
    else if (result?.data?.data !== undefined) {
      listener({ kind: 'data', id: result.data.id, data: result.data.data });
    }
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
  });
  socket.on('error', () => socket.terminate());
  return {
    subscribe(path, input, onMessage) {
      lastId += 1;
      listeners.set(lastId, onMessage);
      socket.send(JSON.stringify({ id: lastId, method: 'subscription', params: { path, input } }));
    },
    terminate: () => socket.terminate(),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
  };
}
