import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

type Body = { documentType: string; poNumber?: string; documentId?: string; status?: string };
export type Recorder = {
  url: string;
  /** What had an effect, by the id of the document: as the server does it, an id counts once. */
  recorded: Map<string, Body>;
  close(): void;
};

/** Stands in for the server's `POST /api/v1/documents`. */
export async function startRecorder(): Promise<Recorder> {
  const recorded = new Map<string, Body>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const envelope = JSON.parse(Buffer.concat(chunks).toString('utf8')) as {
        documentId: string;
        body: Body;
      };
      if (!recorded.has(envelope.documentId)) recorded.set(envelope.documentId, envelope.body);
      response.writeHead(200).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    recorded,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
