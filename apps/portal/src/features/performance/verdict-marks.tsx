import type { VerdictRow } from '../../app/api-types.ts';
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
