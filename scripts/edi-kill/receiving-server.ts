import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

type Body = { documentType: string; poNumber?: string; documentId?: string; status?: string };
export type Recorder = {
  url: string;
  /** What had an effect, by the id of the document: as the server does it, an id counts once. */
  recorded: Map<string, Body>;
  close(): void;
};

/** Stands in for the server's `POST /api/v1/documents` and its bulk. */
export async function startRecorder(): Promise<Recorder> {
  const recorded = new Map<string, Body>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      type Envelope = { documentId: string; body: Body };
      const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Envelope | { documents: Envelope[] };
      const envelopes = 'documents' in body ? body.documents : [body];
      for (const { documentId, body: said } of envelopes)
        if (!recorded.has(documentId)) recorded.set(documentId, said);
      const results = envelopes.map(({ documentId }) => ({ documentId, status: 'recorded' }));
      response.writeHead(200).end('documents' in body ? JSON.stringify({ results }) : '{}');
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
