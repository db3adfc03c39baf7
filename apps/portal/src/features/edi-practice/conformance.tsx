import { useMutation } from '@tanstack/react-query';
import { gateway } from '../../app/gateway-api.ts';
import { Callout } from '../../ui/callout.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { explainError } from '../../ui/error-view.tsx';
import { DropFiles } from './drop-files.tsx';
import type { Conformance, ConformanceRule } from './practice-types.ts';

const verdicts = {
  passed: <span className="tag good">passed</span>,
  told: <span className="tag info">passed, with remarks</span>,
  failed: <span className="tag bad">failed</span>,
};

const setColumns: Column<Conformance['sets'][number]>[] = [
  { id: 'type', title: 'Message', isWide: true, cell: ({ type }) => type },
  { id: 'sent', title: 'Sent', isNumber: true, cell: ({ messageCount }) => messageCount },
  { id: 'passed', title: 'Passed', isNumber: true, cell: ({ passedCount }) => passedCount },
  { id: 'verdict', title: 'Verdict', cell: ({ isPassed }) => verdicts[isPassed ? 'passed' : 'failed'] },
];

function RuleFindings({ rule }: { rule: ConformanceRule }) {
  return (
    <details open={rule.verdict === 'failed'} data-testid={`rule-${rule.id}`}>
      <summary>
        {rule.title} {verdicts[rule.verdict]}
      </summary>
      {rule.findings.length > 0 && (
        <ul>
          {rule.findings.slice(0, 100).map(({ file, message, remedy, place, offset }, index) => (
            <li key={`${file} ${offset} ${message} ${String(index)}`}>
              {message}. {remedy}{' '}
              <span className="evidence mono">{[file, place].filter((part) => part !== '').join(', ')}</span>
            </li>
          ))}
        </ul>
      )}
    </details>
  );
}

/** Files against a draft, rule by rule: for both sides, as often as they like; nothing is kept. */
export function ConformanceRun({ draftId }: { draftId: string }) {
  const run = useMutation(gateway.edi.onboarding.conform.mutationOptions());
  const report = run.data;
  return (
    <section className="section" aria-labelledby="conformance-title">
      <h2 id="conformance-title">Conformance run</h2>
      <DropFiles
        label="Drop the files to be checked against this agreement"
        isBusy={run.isPending}
        onFiles={(files) => run.mutate({ draftId, files })}
      />
      {run.isError && <Callout tone="bad">{explainError(run.error)}</Callout>}
      {report !== undefined && (
        <>
          <p data-testid="conformance-verdict" aria-live="polite">
            {verdicts[report.isPassed ? 'passed' : 'failed']}{' '}
            {report.isPassed
              ? `Everything in ${report.files.map(({ name }) => name).join(', ')} keeps the agreement.`
              : 'The agreement is not kept yet: each fault stands below with its place and remedy.'}
          </p>
          <DataTable
            isInset
            label="Messages"
            rows={report.sets}
            rowKey={({ type }) => type}
            columns={setColumns}
          />
          {report.rules.map((rule) => (
            <RuleFindings key={rule.id} rule={rule} />
          ))}
        </>
      )}
    </section>
  );
}
