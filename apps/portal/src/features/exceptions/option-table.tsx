import { Button } from '@mantine/core';
import type { ExceptionDetail } from '../../app/api-types.ts';
import { formatMoney } from '../../ui/format.ts';

type Option = ExceptionDetail['options'][number];
type OptionTableProps = {
  exception: ExceptionDetail;
  mayPropose: boolean;
  onPropose: (option: Option) => void;
};

const signed = (amountMinor: number, currency: string): string =>
  `${amountMinor > 0 ? '+' : ''}${formatMoney(amountMinor, currency)}`;

/** What can be done about it, each with its effect in money; the agreed default is marked. */
export function OptionTable({ exception, mayPropose, onPropose }: OptionTableProps) {
  const { options, currency } = exception;
  const largest = Math.max(1, ...options.map(({ effectMinor }) => Math.abs(effectMinor ?? 0)));
  return (
    <section className="section" aria-label="Options">
      <h2>What can be done</h2>
      <table className="table inset option-table">
        <thead>
          <tr>
            <th scope="col">Resolution</th>
            <th scope="col" className="number">
              In the plan
            </th>
            <th scope="col">Effect</th>
            <th scope="col" aria-label="Propose" />
          </tr>
        </thead>
        <tbody>
          {options.map((option) => (
            <tr key={option.code} data-testid="exception-option">
              <td>
                {option.label} {option.isDefault && <span className="tag info">if nobody answers</span>}
              </td>
              <td className="number">
                {option.effectMinor !== null && <b>{signed(option.effectMinor, currency)}</b>}
              </td>
              <td className="effect">
                {option.effectMinor !== null && (
                  <span className="effect-bar" aria-hidden="true">
                    <i style={{ width: `${(Math.abs(option.effectMinor) / largest) * 100}%` }} />
                  </span>
                )}
                <span className="soft">{option.effectText}</span>
              </td>
              <td className="number">
                {mayPropose && (
                  <Button
                    size="compact-xs"
                    variant={option.isDefault ? 'filled' : 'default'}
                    onClick={() => onPropose(option)}
                  >
                    Propose
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
