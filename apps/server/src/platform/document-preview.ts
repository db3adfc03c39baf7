import type { DocumentEnvelope } from '@coplan/documents';
import type { Context, Database, Transaction } from './context.ts';
import type { DocumentReader } from './document-reader.ts';

/** A row as a person would name it, with what may change about it. */
export type PreviewedRow = {
  kind: string;
  key: string;
  label: string;
  /** The receiver of the document may see it: it is about a relation that it is a party of. */
  isShared: boolean;
  fields: Readonly<Record<string, string | number | boolean | null>>;
};

/**
 * Reads rows of business tables: those that the open transaction has written where `keys` is null, otherwise those
 * with the keys. At most 200 of a kind.
 */
export type ReadPreviewedRows = (
  query: Transaction['query'],
  about: { keys: readonly string[] | null; viewerId: string },
) => Promise<PreviewedRow[]>;

export type PreviewedChange = {
  kind: string;
  label: string;
  field: string;
  before: string | number | boolean | null;
  after: string | number | boolean | null;
};

export type DocumentPreview = {
  changes: PreviewedChange[];
  /** Rows that would change and that the receiver may not see. */
  hiddenCount: number;
  /** Events that others would follow, such as `orders.order-confirmed`. */
  news: string[];
};

/** Ends the transaction of a preview: everything that it wrote is undone. */
class Undone extends Error {
  readonly preview: DocumentPreview;

  constructor(preview: DocumentPreview) {
    super('a preview is undone');
    this.preview = preview;
  }
}

function previewBehind(thrown: unknown): DocumentPreview | undefined {
  for (let error = thrown, depth = 0; error instanceof Error && depth < 6; error = error.cause, depth++) {
    if (error instanceof Undone) return error.preview;
  }
  return undefined;
}

const noChange: DocumentPreview = { changes: [], hiddenCount: 0, news: [] };

/**
 * What a document would do, without doing it: its reader runs in a transaction that is rolled back at its end, and the
 * rows that it wrote are compared with what they were. No event, mail, job or document leaves it. Refusals are those of
 * the real reading.
 */
export async function previewDocument(
  context: Context,
  {
    reader,
    envelope,
    readRows,
  }: { reader: DocumentReader; envelope: DocumentEnvelope; readRows: ReadPreviewedRows },
): Promise<DocumentPreview> {
  const viewerId = envelope.receiverOrganisationId;
  const db: Database = {
    read: context.db.read,
    transaction: (work) =>
      context.db.transaction(async (tx): Promise<never> => {
        const news = new Set<string>();
        await work({
          ...tx,
          publish: async ({ type }) => void news.add(type),
          audit: async () => undefined,
          enqueue: async () => undefined,
          sendDocument: async () => context.newId(),
          sendMail: async () => undefined,
        });
        await tx.em.flush();
        const after = await readRows(tx.query, { keys: null, viewerId });
        const keys = after.map(({ key }) => key);
        const before = await readRows(context.db.read, { keys, viewerId });
        throw new Undone(compareRows(before, after, [...news]));
      }),
  };
  try {
    await reader.run({ ...context, db }, reader.schema.parse(envelope.body) as never, envelope);
  } catch (error) {
    const preview = previewBehind(error);
    if (preview === undefined) throw error;
    return preview;
  }
  return noChange;
}

function compareRows(
  before: readonly PreviewedRow[],
  after: readonly PreviewedRow[],
  news: string[],
): DocumentPreview {
  const old = new Map(before.map((row) => [`${row.kind} ${row.key}`, row]));
  const preview: DocumentPreview = { changes: [], hiddenCount: 0, news };
  for (const { kind, key, label, isShared, fields } of after) {
    const was = old.get(`${kind} ${key}`)?.fields;
    const changed = Object.entries(fields).filter(([field, value]) => value !== (was?.[field] ?? null));
    if (changed.length === 0) continue;
    if (!isShared) {
      preview.hiddenCount++;
      continue;
    }
    for (const [field, value] of changed) {
      preview.changes.push({ kind, label, field, before: was?.[field] ?? null, after: value });
    }
  }
  return preview;
}
