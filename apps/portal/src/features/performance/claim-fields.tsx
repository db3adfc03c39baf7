import { type AccountableParty, accountableParties } from '@coplan/collaboration';
import { Group, NumberInput, Select, TextInput } from '@mantine/core';
import type { LineVerdictView, VerdictClaim } from '../../app/api-types.ts';
import { checkText, partyTitles } from './performance-words.ts';

type ClaimKind = VerdictClaim['kind'];

/** What should hold of a verdict instead, as it is typed. */
export type ClaimDraft = {
  kind: ClaimKind;
  code: 'FORCE_MAJEURE' | 'BUYER_FAULT';
  received: number | '';
  check: string | null;
  party: AccountableParty;
  cause: string;
};

export const newClaim = (failures: LineVerdictView['score']['failures']): ClaimDraft => ({
  kind: 'exclusion',
  code: 'BUYER_FAULT',
  received: '',
  check: failures[0]?.check ?? null,
  party: 'CARRIER',
  cause: '',
});

/** The same as it is sent; undefined while something is missing. */
export function toClaim({ kind, code, received, check, party, cause }: ClaimDraft): VerdictClaim | undefined {
  if (kind === 'exclusion') return { kind, code };
  if (kind === 'quantity') {
    return received === '' ? undefined : { kind, receivedMilli: Math.round(received * 1000) };
  }
  return check === null || cause.trim() === ''
    ? undefined
    : ({ kind, check, party, cause: cause.trim() } as VerdictClaim);
}

type ClaimFieldsProps = {
  unit: string;
  failures: LineVerdictView['score']['failures'];
  /** Whoever measures names causes without a dispute. */
  mayNameCause: boolean;
  draft: ClaimDraft;
  onChange: (part: Partial<ClaimDraft>) => void;
};

export function ClaimFields({ unit, failures, mayNameCause, draft, onChange }: ClaimFieldsProps) {
  const kinds = [
    { value: 'exclusion', label: 'It should not count' },
    { value: 'quantity', label: 'Another quantity came in time' },
    ...(mayNameCause && failures.length > 0
      ? [{ value: 'cause', label: 'Somebody else answers for it' }]
      : []),
  ];
  return (
    <>
      <Select
        mt="sm"
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
          label={`Received inside the window, in ${unit}`}
          required
          min={0}
          value={draft.received}
          onChange={(value) => onChange({ received: typeof value === 'number' ? value : '' })}
        />
      )}
      {draft.kind === 'cause' && <CauseFields failures={failures} draft={draft} onChange={onChange} />}
    </>
  );
}

function CauseFields({
  failures,
  draft,
  onChange,
}: Pick<ClaimFieldsProps, 'failures' | 'draft' | 'onChange'>) {
  return (
    <>
      <Select
        label="Failed check"
        allowDeselect={false}
        data={failures.map(({ check }) => ({ value: check, label: checkText(check) }))}
        value={draft.check}
        onChange={(check) => onChange({ check })}
      />
      <Group grow>
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
    </>
  );
}
