import { Select } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../app/api.ts';
import type { LineVerdictView } from '../../app/api-types.ts';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import { verdictCommand } from './performance-command.ts';
import { exclusionTitles } from './performance-words.ts';

const codes = ['BUYER_FAULT', 'FORCE_MAJEURE', 'TEST'] as const;

/** The buyer takes a line out of the measure, with a code; it stays visible with it. */
export function ExcludeDialog({ line, onClose }: { line: LineVerdictView; onClose: () => void }) {
  const [code, setCode] = useState<(typeof codes)[number]>('BUYER_FAULT');
  const exclude = useMutation(trpc.performance.exclude.mutationOptions(verdictCommand('Left out', onClose)));
  return (
    <ReasonDialog
      title="Leave the line out"
      label="Why"
      action="Leave out"
      isPending={exclude.isPending}
      onClose={onClose}
      onConfirm={(reason) => exclude.mutate({ orderLineId: line.orderLineId, code, reason })}
    >
      <p className="soft">It counts neither for nor against anybody, and both sides see it with its code.</p>
      <Select
        label="Code"
        allowDeselect={false}
        data={codes.map((value) => ({ value, label: exclusionTitles[value] ?? value }))}
        value={code}
        onChange={(value) => setCode(codes.find((one) => one === value) ?? 'BUYER_FAULT')}
      />
    </ReasonDialog>
  );
}
