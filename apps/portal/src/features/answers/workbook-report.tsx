import { Button, Checkbox, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import './answers.css';
import { Callout } from '../../ui/callout.tsx';
import { formatAmount, formatCount } from '../../ui/format.ts';
import { applyWorkbook, type WorkbookReport } from './workbook-request.ts';

const shownMax = 500;

const amount = (milli: number | null): string => (milli === null ? 'no value' : formatAmount(milli));

type ReportProps = {
  report: WorkbookReport;
  /** The key of a link; absent with a session. */
  linkKey?: string;
  onApplied: (report: WorkbookReport) => void;
};

/** What a workbook would change, cell by cell, what is refused and why; nothing is taken over before it is asked for. */
export function WorkbookReportView({ report, linkKey, onApplied }: ReportProps) {
  const [leftOut, setLeftOut] = useState<ReadonlySet<string>>(new Set());
  const apply = useMutation({
    mutationFn: () => applyWorkbook({ uploadId: report.uploadId, withoutPlaces: [...leftOut] }, linkKey),
    onSuccess: onApplied,
  });
  const toggle = (place: string): void => {
    const next = new Set(leftOut);
    if (!next.delete(place)) next.add(place);
    setLeftOut(next);
  };
  const takenCount = report.changes.filter(({ place }) => !leftOut.has(place)).length;
  if (report.result !== null) return <Outcome report={report} />;
  return (
    <section aria-label="What the workbook changes">
      <p data-testid="workbook-counts">
        {formatCount(report.changes.length)} {report.changes.length === 1 ? 'cell changes' : 'cells change'},{' '}
        {formatCount(report.refusals.length)} {report.refusals.length === 1 ? 'is' : 'are'} refused,{' '}
        {formatCount(report.unchangedCount)} stay as they are.
      </p>
      {apply.isError && <Callout tone="bad">{apply.error.message}</Callout>}
      {report.changes.length > 0 && (
        <div className="table-frame workbook-cells">
          <table className="table" aria-label="Changes">
            <thead>
              <tr>
                <th scope="col">Take</th>
                <th scope="col">Cell</th>
                <th scope="col">Week from</th>
                <th scope="col" className="number">
                  Before
                </th>
                <th scope="col" className="number">
                  After
                </th>
              </tr>
            </thead>
            <tbody>
              {report.changes.slice(0, shownMax).map((change) => (
                <tr key={change.place} data-testid="workbook-change">
                  <td>
                    <Checkbox
                      size="xs"
                      aria-label={`Take over ${change.place}`}
                      checked={!leftOut.has(change.place)}
                      onChange={() => toggle(change.place)}
                    />
                  </td>
                  <td>{change.place}</td>
                  <td>{change.startsOn}</td>
                  <td className="number">{amount(change.exportedMilli)}</td>
                  <td className="number">{amount(change.newMilli)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {report.changes.length > shownMax && (
            <p className="soft">and {formatCount(report.changes.length - shownMax)} more</p>
          )}
        </div>
      )}
      <Refusals report={report} />
      <Group justify="flex-end" mt="md">
        <Button
          data-testid="apply-workbook"
          disabled={takenCount === 0}
          loading={apply.isPending}
          onClick={() => apply.mutate()}
        >
          Take over {formatCount(takenCount)} changes
        </Button>
      </Group>
    </section>
  );
}

function Refusals({ report: { refusals } }: { report: WorkbookReport }) {
  if (refusals.length === 0) return null;
  return (
    <>
      <h3>Not taken over</h3>
      <div className="table-frame workbook-cells">
        <table className="table" aria-label="Refused cells">
          <thead>
            <tr>
              <th scope="col">Cell</th>
              <th scope="col" className="wide">
                Why, and what to do
              </th>
            </tr>
          </thead>
          <tbody>
            {refusals.slice(0, shownMax).map((refusal) => (
              <tr key={`${refusal.place} ${refusal.code}`} data-testid="workbook-refusal">
                <td>{refusal.place}</td>
                <td className="wide">{refusal.message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Outcome({ report }: { report: WorkbookReport }) {
  const { appliedCount = 0, conflictCount = 0, refusedCount = 0 } = report.result ?? {};
  return (
    <section aria-label="What was taken over" data-testid="workbook-outcome">
      <p>
        <strong>{formatCount(appliedCount)} cells were changed.</strong> {formatCount(conflictCount)} were
        changed by somebody else meanwhile and stay as they are; {formatCount(refusedCount)} were refused.
      </p>
      <Refusals report={report} />
    </section>
  );
}
