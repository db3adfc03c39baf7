import type { Context, Transaction } from '../../platform/index.ts';
import type { ProvenLine } from '../life/judge-proof.ts';

export type KnownProof = {
  number: number;
  deliveredAt: string;
  signedBy: string;
  documentReference: string | null;
  note: string | null;
  reason: string | null;
  channel: 'portal' | 'rest';
  recordedBy: string;
  recordedAt: string;
  lines: ProvenLine[];
};

const iso = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

/** Proofs of `$1`, oldest first, as JSON objects of `KnownProof`. */
const proofsOf = `
select proof.proof_number as number, to_char(proof.delivered_at at time zone 'UTC', ${iso}) as "deliveredAt", proof.signed_by as "signedBy",
  proof.document_reference as "documentReference", proof.note, proof.reason, proof.channel,
  proof.recorded_by as "recordedBy", to_char(proof.recorded_at at time zone 'UTC', ${iso}) as "recordedAt",
  (select coalesce(json_agg(json_build_object('orderLineId', line.order_line_id, 'lineNumber', line.line_number,
      'shippedMilli', line.shipped_milli, 'deliveredMilli', line.delivered_milli, 'damagedMilli', line.damaged_milli,
      'refusedMilli', line.refused_milli, 'shortMilli', line.short_milli, 'refusedReason', line.refused_reason)
    order by length(line.line_number), line.line_number), '[]')
   from delivery_proof_lines line where line.org_id = proof.org_id and line.proof_id = proof.id) as lines
from delivery_proofs proof
where proof.org_id = (select current_setting('app.org')::uuid) and proof.shipment_id = $1 order by proof.proof_number`;

/** Everything that was signed for a shipment; the last counts. */
export const readProofs = (db: Context['db'], shipmentId: string): Promise<KnownProof[]> =>
  db.read<KnownProof>(proofsOf, [shipmentId]);

/** The proof that counts. */
export const findProof = async (tx: Transaction, shipmentId: string): Promise<KnownProof | undefined> =>
  (await tx.query<KnownProof>(proofsOf, [shipmentId])).at(-1);

const insertProof = `
insert into delivery_proofs (id, org_id, shipment_id, proof_number, delivered_at, signed_by, document_reference, note, reason,
  channel, recorded_at, recorded_by)
values ($1, (select current_setting('app.org')::uuid), $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`;

const insertLines = `
insert into delivery_proof_lines (org_id, proof_id, order_line_id, line_number, shipped_milli, delivered_milli,
  damaged_milli, refused_milli, short_milli, refused_reason)
select (select current_setting('app.org')::uuid), $1, "orderLineId", "lineNumber", "shippedMilli", "deliveredMilli",
  "damagedMilli", "refusedMilli", "shortMilli", "refusedReason"
from jsonb_to_recordset($2::jsonb) as line("orderLineId" uuid, "lineNumber" text, "shippedMilli" bigint,
  "deliveredMilli" bigint, "damagedMilli" bigint, "refusedMilli" bigint, "shortMilli" bigint, "refusedReason" text)`;

type ProofToStore = {
  shipmentId: string;
  number: number;
  deliveredAt: string;
  signedBy: string;
  documentReference?: string | undefined;
  note?: string | undefined;
  reason?: string | undefined;
  channel: 'portal' | 'rest';
  lines: readonly ProvenLine[];
};

export async function storeProof(
  { newId, clock, actor }: Context,
  tx: Transaction,
  { shipmentId, number, lines, ...proof }: ProofToStore,
): Promise<void> {
  const proofId = newId();
  await tx.query(insertProof, [
    proofId,
    shipmentId,
    number,
    proof.deliveredAt,
    proof.signedBy,
    proof.documentReference ?? null,
    proof.note ?? null,
    proof.reason ?? null,
    proof.channel,
    clock.now(),
    actor.name,
  ]);
  await tx.query(insertLines, [proofId, JSON.stringify(lines)]);
}
