import type { ShipmentDetail } from '../../app/api-types.ts';
import { formatQuantity } from '../../ui/format.ts';
import { Instant } from '../../ui/time.tsx';
import { refusedTitles } from './warehouse-words.ts';

type Proof = ShipmentDetail['proofs'][number];

function lineText(line: Proof['lines'][number], unit: string): string {
  const parts = [
    `${formatQuantity(line.deliveredMilli, unit)} kept`,
    ...(line.damagedMilli > 0 ? [`${formatQuantity(line.damagedMilli, unit)} of them damaged`] : []),
    ...(line.refusedMilli > 0
      ? [
          `${formatQuantity(line.refusedMilli, unit)} refused: ${refusedTitles[line.refusedReason ?? 'other'].toLowerCase()}`,
        ]
      : []),
    ...(line.shortMilli > 0 ? [`${formatQuantity(line.shortMilli, unit)} missing`] : []),
  ];
  return `Line ${line.lineNumber}: ${parts.join(', ')}`;
}

/** Everything that was signed for a shipment, the newest first: it counts, the others stay. */
export function ProofList({ shipment: { proofs, leftLines } }: { shipment: ShipmentDetail }) {
  if (proofs.length === 0) return null;
  const unitOf = (orderLineId: string): string =>
    leftLines.find((line) => line.orderLineId === orderLineId)?.unit ?? '';
  return (
    <section className="section" aria-label="Proof of delivery" data-testid="proofs">
      <h2>Proof of delivery</h2>
      {[...proofs].reverse().map((proof, index) => (
        <article key={proof.number} className={index === 0 ? undefined : 'soft'}>
          <p>
            <b>{proof.signedBy}</b>, <Instant at={proof.deliveredAt} />
            {proof.documentReference !== null && `, ${proof.documentReference}`}{' '}
            <span className="soft">
              {proof.channel === 'rest' ? 'told by the REST API' : `kept by ${proof.recordedBy}`},{' '}
              <Instant at={proof.recordedAt} />
              {proof.reason !== null && `; corrected: ${proof.reason}`}
              {index > 0 && '; no longer counts'}
            </span>
          </p>
          <ul className="evidence">
            {proof.lines.map((line) => (
              <li key={line.orderLineId}>{lineText(line, unitOf(line.orderLineId))}</li>
            ))}
          </ul>
        </article>
      ))}
    </section>
  );
}
