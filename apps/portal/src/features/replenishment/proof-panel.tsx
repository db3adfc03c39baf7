import type { ProofInput, ProofStep, ReplenishmentInput, ReplenishmentProof } from '@coplan/planning';
import './proof.css';
import {
  formatAmount,
  formatChange,
  formatDay,
  formatInstant,
  formatPlanned,
  formatQuantity,
} from '../../ui/format.ts';
import { formatShare, plainText } from '../../ui/plain-text.ts';
import { ProofCheck } from './proof-check.tsx';
import { ruleName } from './rule-names.ts';
import { type WaterfallBar, waterfallOf } from './waterfall.ts';

type ProofPanelProps = { proof: ReplenishmentProof; input: ReplenishmentInput | undefined; unit: string };

const percent = (ratio: number): string => `${ratio * 100}%`;
const asOfText = (asOf: string): string => (asOf.length > 10 ? formatInstant(asOf) : formatDay(asOf));

function Bar({
  bar,
  zeroRatio,
  isTotal = false,
}: {
  bar: WaterfallBar;
  zeroRatio: number;
  isTotal?: boolean;
}) {
  const kind = isTotal ? 'total' : bar.direction;
  return (
    <div className="waterfall-track" aria-hidden="true">
      <i className="waterfall-zero" style={{ left: percent(zeroRatio) }} />
      <i
        className={`waterfall-bar ${kind}`}
        style={{ left: percent(bar.startRatio), width: `max(2px, ${percent(bar.widthRatio)})` }}
      />
      {!isTotal && <i className="waterfall-joint" style={{ left: percent(bar.endRatio) }} />}
    </div>
  );
}

const isUnitCode = (unit: string): boolean => /^[A-Z]{2,3}$/.test(unit);

/** "7 days", "97%", "182 ea": the value of an input with what it counts. */
function valueText({ value, unit }: ProofInput): string {
  if (typeof value !== 'number') return unit === 'date' ? formatDay(value) : value;
  if (unit === 'ratio') return formatShare(value);
  const milli = Math.round(value * 1000);
  if (isUnitCode(unit)) return formatPlanned(milli, unit);
  return `${formatAmount(milli)} ${unit === 'day' && value !== 1 ? 'days' : unit}`;
}

function Source({ input }: { input: ProofInput }) {
  const { name, value, unit, source } = input;
  const place = typeof value === 'number' || unit === 'text' || unit === 'date' ? '' : unit;
  return (
    <li>
      <span>{name}</span> <b title={`${value} ${unit}`}>{valueText(input)}</b> {place}
      <span className="soft" title={`${source.kind} ${source.id}`}>
        {' '}
        · {source.label}, {asOfText(source.asOf)}
      </span>
    </li>
  );
}

function Step({
  step,
  bar,
  zeroRatio,
  unit,
}: {
  step: ProofStep;
  bar: WaterfallBar;
  zeroRatio: number;
  unit: string;
}) {
  return (
    <li className="proof-step">
      <div className="proof-rule">
        <b>{ruleName(step.ruleId)}</b>
        <span className={`number ${bar.direction}`}>
          {bar.changeMilli === 0 ? '=' : formatChange(bar.changeMilli)}
        </span>
      </div>
      <Bar bar={bar} zeroRatio={zeroRatio} />
      <div className="proof-text">
        <p title={step.text}>
          {plainText(step.text)}
          <span className="visually-hidden">
            {' '}
            From {formatQuantity(step.quantityBeforeMilli, unit)} to{' '}
            {formatQuantity(step.quantityAfterMilli, unit)}.
          </span>
        </p>
        {step.inputs.length > 0 && (
          <ul title={`Rule ${step.ruleId}, version ${step.ruleVersion}`}>
            {step.inputs.map((input) => (
              <Source
                key={`${input.name} ${input.source.kind} ${input.source.id} ${input.value}`}
                input={input}
              />
            ))}
          </ul>
        )}
      </div>
    </li>
  );
}

const questions = {
  'why-none': 'Why is nothing ordered?',
  'why-not-less': 'Why not less?',
  'why-not-more': 'Why not more?',
} as const;

/** Why this quantity: the waterfall of the proof, each step with its numbers and where they come from. */
export function ProofPanel({ proof, input, unit }: ProofPanelProps) {
  const { bars, zeroRatio, total } = waterfallOf(proof.steps);
  return (
    <section className="section" aria-labelledby="why-title">
      <div className="proof-head">
        <h2 id="why-title">Why {proof.quantityMilli === 0 ? 'no order' : 'this quantity'}</h2>
        {input !== undefined && <ProofCheck input={input} proof={proof} />}
      </div>
      <p title={proof.conclusion}>{plainText(proof.conclusion)}</p>
      <ol className="proof">
        {proof.steps.map((step, index) => {
          const bar = bars[index];
          return (
            bar !== undefined && (
              <Step
                // biome-ignore lint/suspicious/noArrayIndexKey: a proof never changes, and a rule may occur twice.
                key={index}
                step={step}
                bar={bar}
                zeroRatio={zeroRatio}
                unit={unit}
              />
            )
          );
        })}
        <li className="proof-step proof-total">
          <div className="proof-rule">
            <b>Order quantity</b>
            <span className="number">{formatQuantity(proof.quantityMilli, unit)}</span>
          </div>
          <Bar bar={total} zeroRatio={zeroRatio} isTotal />
          <div className="proof-text soft">
            Quantities are rounded for reading; hold the pointer over a sentence for the exact one. Engine{' '}
            {proof.engineVersion}.
          </div>
        </li>
      </ol>
      {proof.counterfactuals.length > 0 && (
        <dl className="counterfactuals">
          {proof.counterfactuals.map(({ question, ruleId, text }) => (
            <div key={`${question} ${ruleId}`}>
              <dt>{questions[question]}</dt>
              <dd title={text}>{plainText(text)}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
