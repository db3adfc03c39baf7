import { randomUuid } from '../../app/random-uuid.ts';

export const importKinds = [
  { value: 'sales', label: 'Sales', columns: 'item, location, date or week, quantity, in_stock (optional)' },
  { value: 'in-stock', label: 'In stock', columns: 'as the wide sales file: two key columns, then dates' },
  { value: 'stock', label: 'Stock', columns: 'item, location, quantity, lot and use by (optional)' },
  { value: 'in-transit', label: 'In transit', columns: 'item, location, quantity, due date' },
  { value: 'on-order', label: 'On order', columns: 'item, location, quantity, due date' },
  { value: 'items', label: 'Items', columns: 'item, description, GTIN, unit, category' },
  { value: 'locations', label: 'Locations', columns: 'code, name, GLN, time zone' },
  { value: 'terms', label: 'Supplier terms', columns: 'supplier, item, lead time, minimum, multiple, price' },
] as const;

export type UploadOptions = {
  kind: string;
  file: File;
  isCreatingMissing: boolean;
  onProgress: (ratio: number) => void;
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

function readAnswer(text: string): Record<string, unknown> {
  try {
    const answer: unknown = JSON.parse(text);
    return isRecord(answer) ? answer : {};
  } catch {
    return {};
  }
}

function refusalOf(answer: Record<string, unknown>, status: number): string {
  const said = isRecord(answer.error) ? answer.error.message : answer.message;
  return typeof said === 'string' ? said : `The server refused the file (${status}).`;
}

/**
 * Sends a file as it is and resolves with the import's id. XMLHttpRequest, because `fetch` cannot tell how much of
 * a request has left. Rejects with the server's sentence.
 */
export function uploadFile({ kind, file, isCreatingMissing, onProgress }: UploadOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const query = new URLSearchParams({ fileName: file.name, createMissing: String(isCreatingMissing) });
    request.open('POST', `/api/v1/imports/${kind}?${query}`);
    request.setRequestHeader('content-type', 'text/csv');
    request.setRequestHeader('idempotency-key', randomUuid());
    request.upload.addEventListener('progress', ({ loaded, total }) =>
      onProgress(total > 0 ? loaded / total : 0),
    );
    request.addEventListener('error', () =>
      reject(new Error('The connection broke. Upload the same file again: nothing is counted twice.')),
    );
    request.addEventListener('load', () => {
      const answer = readAnswer(request.responseText);
      if (request.status < 300 && typeof answer.importId === 'string') resolve(answer.importId);
      else reject(new Error(refusalOf(answer, request.status)));
    });
    request.send(file);
  });
}
