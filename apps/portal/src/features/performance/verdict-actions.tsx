import { Button } from '@mantine/core';
import { useState } from 'react';
import type { LineVerdictView } from '../../app/api-types.ts';
import { useIsPermitted } from '../../app/session.ts';
import { CauseDialog } from './cause-dialog.tsx';
import { DisputeVerdictDialog } from './dispute-verdict-dialog.tsx';
import { ExcludeDialog } from './exclude-dialog.tsx';

type Dialog = 'dispute' | 'exclude' | 'cause' | undefined;

/** What may be said of a verdict: either side disputes it, the buyer who measures names causes and leaves lines out. */
export function VerdictActions({ line }: { line: LineVerdictView }) {
  const [dialog, setDialog] = useState<Dialog>();
  const mayDispute = useIsPermitted('performance.dispute');
  const mayMeasure = useIsPermitted('performance.measure') && line.isBuyer;
  const isJudged = line.standing === 'judged' || line.standing === 'excluded';
  const isDisputable = mayDispute && isJudged && line.openDispute === null;
  const close = () => setDialog(undefined);
  return (
    <div className="verdict-actions">
      {isDisputable && (
        <Button
          variant="default"
          size="compact-sm"
          onClick={() => setDialog('dispute')}
          data-testid="dispute-verdict"
        >
          Dispute…
        </Button>
      )}
      {mayMeasure && line.score.failures.length > 0 && (
        <Button variant="default" size="compact-sm" onClick={() => setDialog('cause')}>
          Name the cause…
        </Button>
      )}
      {mayMeasure && line.exclusionCode === null && (
        <Button variant="default" size="compact-sm" onClick={() => setDialog('exclude')}>
          Leave out…
        </Button>
      )}
      {dialog === 'dispute' && <DisputeVerdictDialog line={line} onClose={close} />}
      {dialog === 'cause' && <CauseDialog line={line} onClose={close} />}
      {dialog === 'exclude' && <ExcludeDialog line={line} onClose={close} />}
    </div>
  );
}
