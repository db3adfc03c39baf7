import type { SharedMeasure } from '@coplan/collaboration';
import { z } from 'zod';
import type { Context } from '../../platform/index.ts';

export const listReadsInput = z.object({
  partnerId: z.uuid().optional(),
  measure: z.string().max(40).optional(),
  cursor: z
    .string()
    .regex(/^\d{1,15}:[0-9a-f-]{36}$/)
    .optional(),
});

export type SharingRead = {
  readId: string;
  at: string;
  readerId: string;
  readerName: string;
  actorName: string;
  measure: SharedMeasure;
  purpose: string;
  rowCount: number;
  fromOn: string | null;
  toOn: string | null;
};

const pageSize = 100;

/** What partners have read of the organisation's own data, newest first. */
export async function listReads(
  { db, actor }: Context,
  { partnerId, measure, cursor }: z.output<typeof listReadsInput>,
): Promise<{ rows: SharingRead[]; nextCursor: string | null }> {
  const [beforeMs, beforeId] = cursor?.split(':') ?? [];
  const rows = await db.read<Omit<SharingRead, 'at'> & { at: Date }>(
    `select read.id as "readId", read.at, read.reader_id as "readerId", coalesce(reader.name, '') as "readerName",
       read.actor_name as "actorName", read.measure, read.purpose, read.row_count as "rowCount",
       read.from_on::text as "fromOn", read.to_on::text as "toOn"
     from sharing_reads read left join organisations reader on reader.id = read.reader_id
     where read.owner_id = $1 and ($2::uuid is null or read.reader_id = $2)
       and ($3::text is null or read.measure = $3)
       and ($4::timestamptz is null or (read.at, read.id) < ($4, $5::uuid))
     order by read.at desc, read.id desc limit $6`,
    [
      actor.organisationId,
      partnerId ?? null,
      measure ?? null,
      beforeMs === undefined ? null : new Date(Number(beforeMs)),
      beforeId ?? null,
      pageSize + 1,
    ],
  );
  const shown = rows.slice(0, pageSize);
  const last = shown.at(-1);
  return {
    rows: shown.map((row) => ({ ...row, at: row.at.toISOString() })),
    nextCursor: rows.length > pageSize && last !== undefined ? `${last.at.getTime()}:${last.readId}` : null,
  };
}
