import { type AgreementProfile, compareReadings, type ReadingDifference } from '@coplan/edi-mappings';
import type { Desk } from '../trpc.ts';

export type ReplayedMessage = ReadingDifference & { fileName: string; recordedAt: Date };
export type ReplayPage = {
  /** Messages that were read under both agreements, whether they differ or not. */
  messageCount: number;
  counts: Record<ReadingDifference['outcome'], number>;
  /** Those that differ, newest first. */
  different: ReplayedMessage[];
  /** Where the next page begins; null when there is nothing older. */
  nextCursor: string | null;
};

type Archived = { position: string; fileName: string; bytes: Buffer; recordedAt: Date };

const filesPerPage = 10;
const changesMax = 20;

/** Files of a partner from the archive, each once, newest first. */
const archived = `
select max(messages.position)::text as position, file_name as "fileName", bytes, interchanges.recorded_at as "recordedAt"
from messages join interchanges using (interchange_id)
where messages.agreement_id = $1 and messages.direction = 'in' and interchanges.direction = 'in'
group by interchange_id, file_name, bytes, interchanges.recorded_at
having $2::bigint is null or max(messages.position) < $2
order by max(messages.position) desc limit $3`;

/**
 * One page of what a partner sent, read again under the agreement as it is and as it would be. Nothing is stored or
 * sent: whoever asks goes on page by page, and stops when he has seen enough.
 */
export async function replayPage(
  { read }: Desk,
  about: {
    agreementId: string;
    before: AgreementProfile;
    after: AgreementProfile;
    cursor?: string | undefined;
  },
): Promise<ReplayPage> {
  const { agreementId, before, after, cursor } = about;
  const files = await read<Archived>(archived, [agreementId, cursor ?? null, filesPerPage]);
  const page: ReplayPage = {
    messageCount: 0,
    counts: { same: 0, changed: 0, 'now-understood': 0, 'now-refused': 0, refused: 0, unmapped: 0 },
    different: [],
    nextCursor: files.length === filesPerPage ? (files.at(-1)?.position ?? null) : null,
  };
  for (const { fileName, bytes, recordedAt } of files) {
    for (const difference of compareReadings(bytes, { before, after })) {
      page.messageCount++;
      page.counts[difference.outcome]++;
      if (['same', 'refused', 'unmapped'].includes(difference.outcome)) continue;
      const changes = difference.changes.slice(0, changesMax);
      page.different.push({ ...difference, changes, fileName, recordedAt });
    }
  }
  return page;
}
