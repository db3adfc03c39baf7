import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Received = {
  key: string;
  authorization: string;
  envelope: { documentId: string; body: unknown };
};

export type TestGateway = {
  url: string;
  key: string;
  received: Received[];
  /** What it answers next; the last one stays. */
  answers: number[];
  stop(): Promise<void>;
};

/** A real HTTP server in the gateway's place, which keeps what it was sent. */
export async function startTestGateway(): Promise<TestGateway> {
  const received: Received[] = [];
  const answers = [202];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.setHeader('content-type', 'application/json');
      const envelope = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Received['envelope'];
      const key = String(request.headers['idempotency-key']);
      received.push({ key, authorization: request.headers.authorization ?? '', envelope });
      response.statusCode = (answers.length > 1 ? answers.shift() : answers[0]) ?? 202;
      response.end(JSON.stringify({ status: 'queued' }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    key: 'the key that both apps share',
    received,
    answers,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
