import { Button } from '@mantine/core';
import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../app/api.ts';
import type { AgreementDetail, SharingMatrixRow } from '../../app/api-types.ts';
import { useIsPermitted } from '../../app/session.ts';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import { Instant } from '../../ui/time.tsx';
import { describeSharing, measureName } from '../agreements/sharing-choices.ts';
import { sharingCommand } from './sharing-command.ts';
import { consequenceOf, type SharingStateName, sharingState } from './sharing-words.ts';

type Rule = NonNullable<SharingMatrixRow['mine']>;

/** Measure by direction: what is agreed, and whether it is open now. Only the owner can close, at once and alone. */
export function SharingMatrix({ agreement }: { agreement: AgreementDetail }) {
  const { agreementId, partnerName } = agreement;
  const { data } = useSuspenseQuery(trpc.sharing.matrix.queryOptions({ agreementId }));
  const mayWrite = useIsPermitted('sharing.write');
  const [closing, setClosing] = useState<{ measure: string; ruleId: string }>();
  return (
    <>
      <p className="soft">
        The database opens exactly this. Opening more, or in finer grain, needs a new version of the agreement
        that both sign; closing is yours alone and takes effect at once.
      </p>
      <div className="table-frame">
        <table className="table inset sharing-matrix" aria-label="Sharing">
          <thead>
            <tr>
              <th scope="col">Measure</th>
              <th scope="col">You share with {partnerName}</th>
              <th scope="col">{partnerName} shares with you</th>
            </tr>
          </thead>
          <tbody>
            {data.measures.map((row) => (
              <tr key={row.measure} data-testid="sharing-row">
                <td>{measureName(row.measure)}</td>
                <td>
                  <RuleCell rule={row.mine} state={row.mineState} />
                  {mayWrite && row.mine !== null && (
                    <RuleActions
                      rule={row.mine}
                      state={row.mineState}
                      measure={row.measure}
                      onClose={(ruleId) => setClosing({ measure: row.measure, ruleId })}
                    />
                  )}
                </td>
                <td>
                  <RuleCell rule={row.theirs} state={row.theirsState} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {closing !== undefined && (
        <CloseDialog {...closing} partnerName={partnerName} onDone={() => setClosing(undefined)} />
      )}
    </>
  );
}

function RuleCell({ rule, state }: { rule: Rule | null; state: SharingStateName }) {
  const { mark, text } = sharingState(state);
  return (
    <>
      <span className={state === 'open' ? 'tone-good' : state === 'closed' ? 'tone-bad' : 'soft'}>
        <span className="sharing-mark" aria-hidden="true">
          {mark}
        </span>
        {text}
      </span>
      {rule !== null && <small>{describeSharing(rule)}</small>}
      {rule !== null && rule.closedAt !== null && (
        <small>
          {rule.closedBy === 'agreement' ? 'Closed by the agreement' : 'Closed by its owner'}{' '}
          <Instant at={rule.closedAt} />
          {rule.closedReason !== null && `: “${rule.closedReason}”`}
        </small>
      )}
    </>
  );
}

type RuleActionsProps = {
  rule: Rule;
  state: SharingStateName;
  measure: string;
  onClose: (ruleId: string) => void;
};

function RuleActions({ rule, state, measure, onClose }: RuleActionsProps) {
  const reopen = useMutation(
    trpc.sharing.reopen.mutationOptions(sharingCommand(`${measureName(measure)} is shared again.`)),
  );
  if (state === 'open') {
    return (
      <Button
        variant="subtle"
        color="red"
        onClick={() => onClose(rule.ruleId)}
        data-testid={`close-${measure}`}
      >
        Stop sharing…
      </Button>
    );
  }
  if (state !== 'closed' || rule.closedBy !== 'owner') return null;
  return (
    <Button
      variant="default"
      loading={reopen.isPending}
      data-testid={`reopen-${measure}`}
      onClick={() => reopen.mutate({ ruleId: rule.ruleId })}
    >
      Share again
    </Button>
  );
}

type CloseDialogProps = { measure: string; ruleId: string; partnerName: string; onDone: () => void };

function CloseDialog({ measure, ruleId, partnerName, onDone }: CloseDialogProps) {
  const close = useMutation(
    trpc.sharing.close.mutationOptions(
      sharingCommand(`${measureName(measure)} is no longer shared with ${partnerName}.`, onDone),
    ),
  );
  return (
    <ReasonDialog
      title={`Stop sharing ${measureName(measure)}`}
      label={`Reason, which ${partnerName} reads`}
      action="Stop sharing now"
      isDangerous
      isPending={close.isPending}
      onClose={onDone}
      onConfirm={(reason) => close.mutate({ ruleId, reason })}
    >
      <p>{consequenceOf(measure, partnerName)}</p>
      <p>
        You can share it again within the agreed version. What {partnerName} has read until now stays in the
        log.
      </p>
    </ReasonDialog>
  );
}
