import { Button, Group, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { trpc } from '../../app/api.ts';
import type { LineVerdictView } from '../../app/api-types.ts';
import { EvidenceFields, evidenceOf, noEvidence } from '../../ui/evidence-fields.tsx';
import { ClaimFields, newClaim, toClaim } from './claim-fields.tsx';
import { verdictCommand } from './performance-command.ts';

/** Says what should hold instead, why, and what proves it: it opens the room in which both sides settle it. */
export function DisputeVerdictDialog({ line, onClose }: { line: LineVerdictView; onClose: () => void }) {
  const { orderLineId, scoreHash, score, unit, isBuyer } = line;
  const [draft, setDraft] = useState(() => newClaim(score.failures));
  const [text, setText] = useState(noEvidence);
  const navigate = useNavigate();
  const dispute = useMutation(
    trpc.performance.disputeVerdict.mutationOptions(verdictCommand('Disputed: the other side decides')),
  );
  const open = (disputeId: string) => void navigate({ to: '/disputes/$disputeId', params: { disputeId } });
  const claim = toClaim(draft);
  return (
    <Modal opened onClose={onClose} title={`Dispute line ${line.lineNumber} of ${line.poNumber}`} size={560}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (claim === undefined) return;
          const said = { orderLineId, scoreHash, claim, ...evidenceOf(text) };
          dispute.mutate(said, { onSuccess: ({ disputeId }) => open(disputeId) });
        }}
      >
        <p className="soft">
          Order, promises, ship notices, receipts and invoices of the line are attached. The score is frozen
          until the dispute has ended.
        </p>
        <ClaimFields
          unit={unit}
          failures={score.failures}
          mayNameCause={!isBuyer}
          draft={draft}
          onChange={(part) => setDraft({ ...draft, ...part })}
        />
        <EvidenceFields text={text} onChange={setText} />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            Back
          </Button>
          <Button
            type="submit"
            disabled={claim === undefined}
            loading={dispute.isPending}
            data-testid="confirm-dispute"
          >
            Dispute
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
