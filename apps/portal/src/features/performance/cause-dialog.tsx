import { type AccountableParty, accountableParties } from '@coplan/collaboration';
import { Button, Group, Modal, Select, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../app/api.ts';
import type { LineVerdictView } from '../../app/api-types.ts';
import { verdictCommand } from './performance-command.ts';
import { checkText, partyTitles } from './performance-words.ts';

/** The buyer names who answers for a failed check, where the events suggest somebody else. */
export function CauseDialog({ line, onClose }: { line: LineVerdictView; onClose: () => void }) {
  const { failures, rootCause } = line.score;
  const [check, setCheck] = useState(rootCause?.check ?? failures[0]?.check ?? 'RL.3.32');
  const [party, setParty] = useState<AccountableParty>(rootCause?.party ?? 'SUPPLIER');
  const [text, setText] = useState({ cause: '', reason: '' });
  const assign = useMutation(
    trpc.performance.assignCause.mutationOptions(verdictCommand('The cause is named', onClose)),
  );
  return (
    <Modal opened onClose={onClose} title="Name the cause" size={480}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const { orderLineId } = line;
          assign.mutate({ orderLineId, check, party, cause: text.cause.trim(), reason: text.reason.trim() });
        }}
      >
        <Select
          label="Failed check"
          allowDeselect={false}
          data={failures.map((failure) => ({ value: failure.check, label: checkText(failure.check) }))}
          value={check}
          onChange={(value) => setCheck(failures.find((one) => one.check === value)?.check ?? check)}
        />
        <Select
          label="Answers for it"
          allowDeselect={false}
          data={accountableParties.map((value) => ({ value, label: partyTitles[value] }))}
          value={party}
          onChange={(value) => setParty(accountableParties.find((one) => one === value) ?? party)}
        />
        <TextInput
          label="Cause"
          required
          maxLength={60}
          value={text.cause}
          onChange={(event) => setText({ ...text, cause: event.currentTarget.value })}
        />
        <TextInput
          label="How you know"
          required
          maxLength={1000}
          value={text.reason}
          onChange={(event) => setText({ ...text, reason: event.currentTarget.value })}
        />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            Back
          </Button>
          <Button type="submit" loading={assign.isPending}>
            Name it
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
