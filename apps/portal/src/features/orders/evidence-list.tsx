import { Link } from '@tanstack/react-router';
import type { DisputeDetail } from '../../app/api-types.ts';
import { useIsPermitted } from '../../app/session.ts';
import { Instant } from '../../ui/time.tsx';

type Evidence = DisputeDetail['documents'][number];

type EvidenceListProps = { evidence: readonly Evidence[]; orderId: string; poNumber: string };

/** Documents that show what happened; the message behind one is opened by whoever may read messages. */
export function EvidenceList({ evidence, orderId, poNumber }: EvidenceListProps) {
  const mayReadMessages = useIsPermitted('edi.read');
  if (evidence.length === 0) return null;
  return (
    <ul className="evidence" aria-label="Evidence">
      {evidence.map(({ reference, label, documentId, at }) => (
        <li key={reference}>
          <Link to="/orders/$orderId" params={{ orderId }}>
            {label}
          </Link>{' '}
          <span className="soft">
            <Instant at={at} />
            {documentId !== null &&
              (mayReadMessages ? (
                <>
                  {' · '}
                  <Link to="/edi/messages" search={{ search: poNumber }}>
                    EDI message
                  </Link>
                </>
              ) : (
                ' · by EDI'
              ))}
          </span>
        </li>
      ))}
    </ul>
  );
}
