import type { StepResult } from '@coplan/collaboration';
import './stairstep.css';
import { formatCount } from './format.ts';
import { formatShareInColumn } from './plain-text.ts';

type Judged = Pick<StepResult<string>, 'addedValue' | 'interval' | 'verdict'>;
type Stairstep = { steps: readonly StepResult<string>[]; cellCount: number; excludedCount: number };

const verdicts = {
  improves: ['good', 'improves'],
  worsens: ['bad', 'makes it worse'],
  'no-difference': ['', 'no clear difference'],
  'not-enough-data': ['', 'not enough data'],
} as const;

export function Verdict({ verdict }: Pick<Judged, 'verdict'>) {
  const [tone, text] = verdicts[verdict];
  return <span className={`tag ${tone}`}>{text}</span>;
}

/** "−0.5", with a real minus and no sign on what rounds to zero. */
function inPoints(value: number): string {
  const text = Math.abs(value * 100).toFixed(1);
  return value < 0 && text !== '0.0' ? `−${text}` : text;
}
const points = (value: number): string => `${value >= 0.0005 ? '+' : ''}${inPoints(value)} points`;

/** What a step added, in points of WAPE, with where it lies in 95 of 100 cases. */
export function addedText({ addedValue, interval }: Judged): string {
  if (addedValue === null) return '';
  return interval === null
    ? points(addedValue)
    : `${points(addedValue)} (${inPoints(interval.low)} to ${inPoints(interval.high)})`;
}

/** Steps down are better: each bar is the error after a step, the tread to the next is what that added. */
export function Stairs({ stairstep: { steps, cellCount, excludedCount } }: { stairstep: Stairstep }) {
  const largest = Math.max(0.01, ...steps.map(({ wape }) => wape ?? 0));
  return (
    <section className="section" aria-label="Stairstep" data-testid="stairstep">
      <h2>Error after each step</h2>
      <div className="stairs">
        {steps.map((step) => (
          <div key={step.code} className="stair">
            <b>{step.wape === null ? 'no data' : formatShareInColumn(step.wape)}</b>
            <span
              className="bar"
              style={{ height: `${((step.wape ?? 0) / largest) * 120}px` }}
              data-verdict={step.verdict}
            />
            <span>{step.name}</span>
            {step.comparedWith !== null && (
              <small>
                <Verdict verdict={step.verdict} />
                <br />
                {addedText(step)}
              </small>
            )}
          </div>
        ))}
      </div>
      <p className="soft">
        WAPE over {formatCount(cellCount)} cells in which every step is known; {formatCount(excludedCount)}{' '}
        left out.
      </p>
    </section>
  );
}
