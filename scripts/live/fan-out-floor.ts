import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';

/** Milliseconds until the last of `clientCount` bare sockets has the same text, per round: no server work, no database. */
export async function measureFanOutFloor(about: {
  clientCount: number;
  rounds: number;
  text: string;
}): Promise<number[]> {
  const server = createServer();
  const wss = new WebSocketServer({ server, perMessageDeflate: false });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  let arrived: () => void = () => undefined;
  const clients: WebSocket[] = [];
  for (let first = 0; first < about.clientCount; first += 50) {
    const some = Array.from({ length: Math.min(50, about.clientCount - first) }, () => {
      const client = new WebSocket(`ws://localhost:${port}`, { perMessageDeflate: false });
      client.on('message', () => arrived());
      clients.push(client);
      return new Promise<void>((resolve, reject) => {
        client.once('open', () => resolve());
        client.once('error', reject);
      });
    });
    await Promise.all(some);
  }
  const latenciesMs: number[] = [];
  for (let round = 0; round < about.rounds; round++) {
    const began = performance.now();
    await new Promise<void>((resolve) => {
      let left = wss.clients.size;
      arrived = () => {
        latenciesMs.push(performance.now() - began);
        left -= 1;
        if (left === 0) resolve();
      };
      for (const client of wss.clients) client.send(about.text);
    });
  }
  for (const client of clients) client.terminate();
  await new Promise<void>((resolve) => wss.close(() => server.close(() => resolve())));
  return latenciesMs;
}
