import { sparklinePieces } from './metric-words.ts';

type SparklineProps = { values: readonly (number | null)[]; goal: number; label: string };
const width = 110;
const height = 24;

/** A trend with its goal as a dashed line; the table beside it holds the numbers. */
export function Sparkline({ values, goal, label }: SparklineProps) {
  const { pieces, goalY, last } = sparklinePieces(values, { width, height, goal });
  return (
    <svg className="sparkline" width={width} height={height} role="img" aria-label={label}>
      <title>{label}</title>
      <line x1="0" x2={width} y1={goalY} y2={goalY} className="goal" />
      {pieces.map((points) => (
        <polyline key={points} points={points} />
      ))}
      {last !== undefined && <circle cx={last.x} cy={last.y} r="2" />}
    </svg>
  );
}
