import { randomUuid } from '../../app/random-uuid.ts';

/** What the grid shows, as the server asks for it. */
export type WorkbookQuestion = {
  agreementId: string;
  purpose: string;
  pastBucketCount?: number;
  search?: string;
  measures?: readonly string[];
};

export type WorkbookChange = {
  place: string;
  startsOn: string;
  planId: string | null;
  exportedMilli: number | null;
  newMilli: number | null;
};
export type WorkbookRefusal = { code: string; place: string; message: string };
export type WorkbookReport = {
  uploadId: string;
  state: 'compared' | 'applied';
  fileName: string | null;
  changes: WorkbookChange[];
  refusals: WorkbookRefusal[];
  unchangedCount: number;
  result: { appliedCount: number; conflictCount: number; refusedCount: number } | null;
};
export type AskedAnswer = {
  agreementId: string;
  agreementName: string;
  buyerName: string;
  supplierName: string;
  purpose: 'sales' | 'order';
  contactName: string;
  expiresAt: string;
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

async function refusalOf(response: Response): Promise<Error> {
  const answer: unknown = await response.json().catch(() => undefined);
  const error = isRecord(answer) && isRecord(answer.error) ? answer.error : {};
  const said = typeof error.message === 'string' ? error.message : undefined;
  return new Error(said ?? `The server refused (${response.status}). Try again in a moment.`);
}

/** Asks the REST API: with the session, or with the key of a link. Rejects with the server's sentence. */
async function ask(path: string, key: string | undefined, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  if (key !== undefined) headers.set('authorization', `Bearer ${key}`);
  if (init.method === 'POST') headers.set('idempotency-key', randomUuid());
  const credentials = key === undefined ? 'same-origin' : 'omit';
  const response = await fetch(`/api/v1${path}`, { ...init, headers, credentials });
  if (!response.ok) throw await refusalOf(response);
  return response;
}

const json = { 'content-type': 'application/json' };

/** Downloads the workbook and hands it to the browser as a file. */
export async function downloadWorkbook(question: WorkbookQuestion, key?: string): Promise<void> {
  const body = JSON.stringify(question);
  const response = await ask('/workbooks', key, { method: 'POST', headers: json, body });
  const named = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1];
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = named ?? 'plan.xlsx';
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Sends a workbook; the report says what it would change. */
export async function uploadWorkbook(file: File, key?: string): Promise<WorkbookReport> {
  const query = new URLSearchParams({ fileName: file.name, locale: navigator.language });
  const response = await ask(`/workbooks/uploads?${query}`, key, { method: 'POST', body: file });
  return (await response.json()) as WorkbookReport;
}

/** Takes over the changes but those at the places that are left out. */
export async function applyWorkbook(
  { uploadId, withoutPlaces }: { uploadId: string; withoutPlaces: readonly string[] },
  key?: string,
): Promise<WorkbookReport> {
  const body = JSON.stringify({ withoutPlaces });
  const path = `/workbooks/uploads/${uploadId}/apply`;
  const response = await ask(path, key, { method: 'POST', headers: json, body });
  return (await response.json()) as WorkbookReport;
}

export async function readAsked(key: string): Promise<AskedAnswer> {
  return (await (await ask('/workbooks/asked', key)).json()) as AskedAnswer;
}
