import { Button } from '@mantine/core';
import { useState } from 'react';
import type { BusinessPlan } from '../../app/api-types.ts';
import { useIsPermitted } from '../../app/session.ts';
import { formatCount } from '../../ui/format.ts';
import { gapOf, type TargetMeasure, targetMeasures, targetNames, targetText } from './target-gap.ts';
import { type TargetCell, targetLines } from './target-rows.ts';
import { TargetsForm } from './targets-form.tsx';
import { TargetsProposal } from './targets-proposal.tsx';

/** Goal, actual and gap of every category; both sides agree on the goals. */
export function TargetsSection({ plan }: { plan: BusinessPlan }) {
  const mayWrite = useIsPermitted('businessPlans.write');
  const [isEditing, setEditing] = useState(false);
  const dayCount = Math.max(0, ...plan.progress.map((row) => row.dayCount));
  return (
    <section className="section" aria-labelledby="targets-title">
      <h2 id="targets-title">Targets {plan.period.label}</h2>
      {plan.proposed !== null && !isEditing && (
        <TargetsProposal
          proposed={plan.proposed}
          partnerName={plan.partnerName}
          onChange={() => setEditing(true)}
        />
      )}
      {plan.progress.length === 0 ? (
        <p className="soft">
          No sales of this period are known to you: the actuals stay empty until they are shared.
        </p>
      ) : (
        <p className="soft">
          Actual of {formatCount(dayCount)} days with known sales, at today’s purchase prices.
        </p>
      )}
      {isEditing ? (
        <TargetsForm plan={plan} onClose={() => setEditing(false)} />
      ) : (
        <>
          <TargetsTable plan={plan} />
          {mayWrite && (
            <Button variant="default" mt="xs" onClick={() => setEditing(true)} data-testid="edit-targets">
              {plan.agreed === null && plan.proposed === null ? 'Set targets' : 'Propose other targets'}
            </Button>
          )}
        </>
      )}
    </section>
  );
}

function TargetsTable({ plan }: { plan: BusinessPlan }) {
  const lines = targetLines(plan);
  if (lines.length === 0) return <p>The agreement covers no category yet.</p>;
  return (
    <div className="table-frame">
      <table className="table inset targets" aria-label={`Targets ${plan.period.label}`}>
        <thead>
          <tr>
            <th scope="col" rowSpan={2}>
              Category
            </th>
            {targetMeasures.map((measure) => (
              <th key={measure} scope="colgroup" colSpan={measure === 'margin' ? 1 : 3} className="group">
                {targetNames[measure]}
              </th>
            ))}
          </tr>
          <tr>
            {targetMeasures.flatMap((measure) =>
              (measure === 'margin' ? ['Goal'] : ['Goal', 'Actual', 'Gap']).map((title, index) => (
                <th
                  key={`${measure} ${title}`}
                  scope="col"
                  className={index === 0 ? 'number group-start' : 'number'}
                >
                  {title}
                </th>
              )),
            )}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ category, cells }) => (
            <tr key={category} data-testid="target-row">
              <td>{category}</td>
              {targetMeasures.map((measure) => (
                <TargetCells key={measure} measure={measure} cell={cells[measure]} currency={plan.currency} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type TargetCellsProps = { measure: TargetMeasure; cell: TargetCell; currency: string };

function TargetCells({ measure, cell, currency }: TargetCellsProps) {
  const text = (value: number | null) =>
    value === null ? <span className="soft">none</span> : targetText(measure, value, { currency });
  const gap = gapOf(measure, cell.agreed, cell.actual);
  const isOffered = cell.proposed !== null && cell.proposed !== cell.agreed;
  return (
    <>
      <td className="number group-start">
        {!(isOffered && cell.agreed === null) && text(cell.agreed)}
        {isOffered && (
          <span className="tone-warn" title="proposed">
            {' → '}
            {targetText(measure, cell.proposed ?? 0, { currency })}
          </span>
        )}
      </td>
      {measure !== 'margin' && (
        <>
          <td className="number">
            {cell.actual === null ? <span className="soft">not known</span> : text(cell.actual)}
          </td>
          <td className={gap?.isMissed === true ? 'number tone-bad' : 'number'}>{gap?.text ?? ''}</td>
        </>
      )}
    </>
  );
}
