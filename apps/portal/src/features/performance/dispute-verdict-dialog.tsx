import { type AccountableParty, accountableParties } from '@coplan/collaboration';
import { Button, Group, Modal, NumberInput, Select, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../app/api.ts';
import type { LineVerdictView, VerdictClaim } from '../../app/api-types.ts';
import { EvidenceFields, evidenceOf, noEvidence } from '../../ui/evidence-fields.tsx';
import { verdictCommand } from './performance-command.ts';
import { checkText, partyTitles } from './performance-words.ts';

type ClaimKind = VerdictClaim['kind'];
type Draft = {
  kind: ClaimKind;
  code: 'FORCE_MAJEURE' | 'BUYER_FAULT';
  received: number | '';
  check: string | null;
  party: AccountableParty;
  cause: string;
};

function toClaim(draft: Draft): VerdictClaim | undefined {
  if (draft.kind === 'exclusion') return { kind: 'exclusion', code: draft.code };
  if (draft.kind === 'quantity') {
    return draft.received === ''
      ? undefined
      : { kind: 'quantity', receivedMilli: Math.round(draft.received * 1000) };
  }
  const { check, party, cause } = draft;
  return check === null || cause.trim() === ''
    ? undefined
    : ({ kind: 'cause', check, party, cause: cause.trim() } as VerdictClaim);
}

/** Says what should hold instead, why, and what proves it; the score is frozen until the other side has decided. */
export function DisputeVerdictDialog({ line, onClose }: { line: LineVerdictView; onClose: () => void }) {
  const [draft, setDraft] = useState<Draft>({
    kind: 'exclusion',
    code: 'BUYER_FAULT',
    received: '',
    check: line.score.failures[0]?.check ?? null,
    party: 'CARRIER',
    cause: '',
  });
  const [text, setText] = useState(noEvidence);
  const dispute = useMutation(
    trpc.performance.disputeVerdict.mutationOptions(
      verdictCommand('Disputed: the other side decides', onClose),
    ),
  );
  const claim = toClaim(draft);
  return (
    <Modal opened onClose={onClose} title={`Dispute line ${line.lineNumber} of ${line.poNumber}`} size={560}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (claim === undefined) return;
          dispute.mutate({
            orderLineId: line.orderLineId,
            scoreHash: line.scoreHash,
            claim,
            ...evidenceOf(text),
          });
        }}
      >
        <ClaimFields line={line} draft={draft} onChange={(part) => setDraft({ ...draft, ...part })} />
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

type ClaimFieldsProps = { line: LineVerdictView; draft: Draft; onChange: (part: Partial<Draft>) => void };

function ClaimFields({ line, draft, onChange }: ClaimFieldsProps) {
  const kinds = [
    { value: 'exclusion', label: 'It should not count' },
    { value: 'quantity', label: 'Another quantity came in time' },
    ...(line.isBuyer || line.score.failures.length === 0
      ? []
      : [{ value: 'cause', label: 'Somebody else answers for it' }]),
  ];
  return (
    <>
      <Select
        label="What should hold instead"
        allowDeselect={false}
        data={kinds}
        value={draft.kind}
        onChange={(value) => onChange({ kind: (value ?? 'exclusion') as ClaimKind })}
      />
      {draft.kind === 'exclusion' && (
        <Select
          label="Because"
          allowDeselect={false}
          data={[
            { value: 'BUYER_FAULT', label: 'The buyer caused it: no slot, place closed' },
            { value: 'FORCE_MAJEURE', label: 'Force majeure' },
          ]}
          value={draft.code}
          onChange={(value) => onChange({ code: value === 'FORCE_MAJEURE' ? value : 'BUYER_FAULT' })}
        />
      )}
      {draft.kind === 'quantity' && (
        <NumberInput
          label={`Received inside the window, in ${line.unit}`}
          required
          min={0}
          value={draft.received}
          onChange={(value) => onChange({ received: typeof value === 'number' ? value : '' })}
        />
      )}
      {draft.kind === 'cause' && (
        <Group grow>
          <Select
            label="Failed check"
            allowDeselect={false}
            data={line.score.failures.map(({ check }) => ({ value: check, label: checkText(check) }))}
            value={draft.check}
            onChange={(check) => onChange({ check })}
          />
          <Select
            label="Answers for it"
            allowDeselect={false}
            data={accountableParties.map((value) => ({ value, label: partyTitles[value] }))}
            value={draft.party}
            onChange={(value) => onChange({ party: (value ?? 'CARRIER') as AccountableParty })}
          />
          <TextInput
            label="Cause"
            required
            maxLength={60}
            value={draft.cause}
            onChange={(event) => onChange({ cause: event.currentTarget.value })}
          />
        </Group>
      )}
    </>
  );
}
