import { client } from '../../app/api.ts';
import type { ApprovalPreview } from '../../app/api-types.ts';
import { mergePreviews } from './merge-previews.ts';

/** So many ids fit into the address of one request. */
const idsPerRequestMax = 80;

/** What approving these proposals would order, in total and by supplier. */
export async function previewApproval(proposalIds: readonly string[]): Promise<ApprovalPreview> {
  const parts: string[][] = [];
  for (let start = 0; start < proposalIds.length; start += idsPerRequestMax) {
    parts.push(proposalIds.slice(start, start + idsPerRequestMax));
  }
  return mergePreviews(
    await Promise.all(parts.map((part) => client.proposals.previewApproval.query({ proposalIds: part }))),
  );
}
