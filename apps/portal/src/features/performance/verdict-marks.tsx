import type { ReactNode } from 'react';
import type { VerdictRow } from '../../app/api-types.ts';
import { formatMoney } from '../../ui/format.ts';
import { type ComponentCode, componentOrder, componentTitles } from './performance-words.ts';

/** Perfect, failed, open or left out; a word beside every colour. */
export function VerdictTag({ row }: { row: Pick<VerdictRow, 'standing' | 'status' | 'isPerfect'> }) {
  const { standing, status, isPerfect } = row;
  return (
    <>
      {standing === 'judged' ? (
        isPerfect === true ? (
          <span className="tag good">✓ perfect</span>
        ) : (
          <span className="tag bad">✗ failed</span>
        )
      ) : (
        <span className="tag">{standing === 'excluded' ? 'left out' : standing}</span>
      )}{' '}
      {status === 'DISPUTED' && <span className="tag warn">disputed</span>}
      {status === 'RESTATED' && <span className="tag info">restated</span>}
      {status === 'PROVISIONAL' && standing === 'judged' && <small className="soft">provisional</small>}
    </>
  );
}

const marks = { 1: '✓', 0: '✗', open: '·' } as const;
const words = { 1: 'holds', 0: 'failed', open: 'open' } as const;

/** The four components as marks that a screen reader reads as words. */
export function ComponentMarks({ components }: Pick<VerdictRow, 'components'>) {
  return (
    <span className="marks">
      {componentOrder.map((code: ComponentCode) => {
        const score = components[code] ?? 'open';
        const text = `${componentTitles[code]}: ${words[score]}`;
        return (
          <span
            key={code}
            title={text}
            className={score === 0 ? 'tone-bad' : score === 1 ? 'tone-good' : 'soft'}
          >
            <span aria-hidden="true">{marks[score]}</span>
            <span className="visually-hidden">{text}</span>
          </span>
        );
      })}
    </span>
  );
}

/** The heads over `VerdictCells`. */
export function VerdictHeads() {
  return (
    <>
      <th scope="col">Verdict</th>
      <th scope="col">Full · day · papers · condition</th>
      <th scope="col">Cause</th>
      <th scope="col" className="number">
        Cost
      </th>
    </>
  );
}

/** A line's verdict, why it failed and whose it is (`children`), and what that cost. */
export function VerdictCells({
  row,
  children,
}: {
  row: Pick<VerdictRow, 'standing' | 'status' | 'isPerfect' | 'components' | 'costMinor' | 'currency'>;
  children: ReactNode;
}) {
  return (
    <>
      <td>
        <VerdictTag row={row} />
      </td>
      <td>
        <ComponentMarks components={row.components} />
      </td>
      <td className="wrap">{children}</td>
      <td className="number">{row.costMinor > 0 && formatMoney(row.costMinor, row.currency)}</td>
    </>
  );
}
