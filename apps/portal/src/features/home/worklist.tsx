import { Link, useNavigate } from '@tanstack/react-router';
import { formatMoneyRounded } from '../../ui/format.ts';
import { Due } from '../../ui/time.tsx';
import { useRowCursor } from '../../ui/use-row-cursor.ts';
import type { WorkItem } from './work-items.ts';

/** What waits, most urgent first: J and K move, Enter opens. */
export function Worklist({ items }: { items: readonly WorkItem[] }) {
  const navigate = useNavigate();
  const at = useRowCursor(items.length, (index) => {
    const item = items[index];
    if (item !== undefined) void navigate({ href: item.to });
  });
  return (
    <section className="section" aria-labelledby="worklist-title">
      <h2 id="worklist-title">Waiting for you</h2>
      {items.length === 0 ? (
        <p className="soft">Nothing waits. New work appears here the moment it arises.</p>
      ) : (
        <div className="table-frame">
          <table className="table inset work" aria-label="Worklist">
            <thead>
              <tr>
                <th scope="col">What</th>
                <th scope="col">Task</th>
                <th scope="col">Partner</th>
                <th scope="col">Due</th>
                <th scope="col" className="number">
                  Money
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((item, index) => (
                <WorkRow key={item.key} item={item} isCurrent={index === at} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function WorkRow({ item, isCurrent }: { item: WorkItem; isCurrent: boolean }) {
  const { kind, text, partnerName, to, dueAt, isLate, moneyMinor, currency } = item;
  return (
    <tr data-current={isCurrent} data-testid="work-item">
      <td>{kind}</td>
      <td className="wide">
        <Link to={to}>{text}</Link>
      </td>
      <td>{partnerName}</td>
      <td>
        {dueAt === null ? <span className="soft">no due time</span> : <Due at={dueAt} />}
        {isLate && dueAt === null && <span className="tag bad">Late</span>}
      </td>
      <td className="number">
        {moneyMinor === null || currency === null ? '' : formatMoneyRounded(moneyMinor, currency)}
      </td>
    </tr>
  );
}
