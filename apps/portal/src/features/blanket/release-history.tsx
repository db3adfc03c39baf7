import { addDays } from '@coplan/kernel';
import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { BlanketDetail } from '../../app/api-types.ts';
import { formatAmount, formatChange, formatDay, formatWeek } from '../../ui/format.ts';
import { Ahead } from './item-sums.tsx';
import { type Release, type ReleaseRow, sideBySide } from './release-columns.ts';

const shownMax = 6;
/** So much of the past stands beside the newest release. */
const earlierDays = 21;

const periodText = ({ startsOn, endsBefore, time }: ReleaseRow): string => {
  const isDay = Date.parse(endsBefore) - Date.parse(startsOn) <= 86_400_000;
  return isDay
    ? [formatDay(startsOn), time].filter(Boolean).join(' ')
    : `${formatWeek(startsOn)} · ${formatDay(startsOn)}`;
};

function ReleaseHead({ release, itemLine }: { release: Release; itemLine: string }) {
  const sums = release.items.find((item) => item.itemLine === itemLine)?.sums ?? null;
  return (
    <th scope="col" className="number">
      Release {release.releaseNumber}
      {release.version > 1 && `/${release.version}`}
      <div className="soft">
        {formatDay(release.issuedOn)} · {release.isByDocument ? 'EDI' : release.recordedBy}
      </div>
      <div className="soft">{sums === null ? '' : <Ahead aheadMilli={sums.aheadMilli} />}</div>
      {release.reason !== null && (
        <div className="soft reason" title={release.reason}>
          {release.reason}
        </div>
      )}
    </th>
  );
}

/** The last releases of an item side by side, the newest first; what is firm is strong, what changed says by how much. */
export function ReleaseHistory({ view, itemLine }: { view: BlanketDetail; itemLine: string }) {
  const [kind, setKind] = useState<Release['kind']>('forecast');
  const releases = view.releases
    .filter((release) => release.kind === kind && release.items.some((item) => item.itemLine === itemLine))
    .slice(0, shownMax);
  const all = sideBySide(releases, itemLine);
  const [isWhole, setWhole] = useState(false);
  const since = releases[0] === undefined ? '' : addDays(releases[0].startsOn, -earlierDays);
  const rows = isWhole ? all : all.filter(({ startsOn }) => startsOn >= since);
  return (
    <section className="section" aria-labelledby="releases-title">
      <div className="section-head">
        <h2 id="releases-title">Releases</h2>
        <SegmentedControl
          size="xs"
          aria-label="Kind of release"
          data={[
            { value: 'forecast', label: 'Forecast releases' },
            { value: 'shipping', label: 'Shipping releases' },
          ]}
          value={kind}
          onChange={(value) => setKind(value === 'shipping' ? 'shipping' : 'forecast')}
        />
      </div>
      {releases.length === 0 ? (
        <p className="soft">
          {kind === 'forecast'
            ? 'Nothing has been released yet: nothing is called off, and nothing is planned.'
            : 'No release by day and time: what is called off is due in its week.'}
        </p>
      ) : (
        <div className="table-frame">
          <table className="table inset releases" aria-label="Releases side by side">
            <thead>
              <tr>
                <th scope="col">Period</th>
                {releases.map((release) => (
                  <ReleaseHead key={release.releaseId} release={release} itemLine={itemLine} />
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.key}>
                  <th scope="row">{periodText(row)}</th>
                  {row.cells.map((cell, index) => (
                    <td
                      key={releases[index]?.releaseId}
                      className={cell?.certainty === 'firm' ? 'number firm' : 'number'}
                    >
                      {cell === null ? (
                        <span className="soft">·</span>
                      ) : (
                        <>
                          {cell.changedMilli !== null && cell.changedMilli !== 0 && (
                            <span className={cell.changedMilli > 0 ? 'change-up' : 'change-down'}>
                              {formatChange(cell.changedMilli)}
                            </span>
                          )}{' '}
                          {formatAmount(cell.amountMilli)}
                        </>
                      )}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {rows.length < all.length && (
        <Button variant="subtle" size="compact-sm" onClick={() => setWhole(true)}>
          Show {all.length - rows.length} earlier periods
        </Button>
      )}
      <p className="soft">Strong: firm, called off. Light: planned, takes no stock.</p>
    </section>
  );
}
