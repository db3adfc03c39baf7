import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { trpc } from '../../app/api.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { formatCount, formatDay, formatState } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { formatShare } from '../../ui/plain-text.ts';
import { StateTag } from '../../ui/state-tag.tsx';
import { Instant } from '../../ui/time.tsx';
import { horizonText } from './forecast-versions-page.tsx';
import { VersionLevels } from './version-levels.tsx';

const route = getRouteApi('/shell/forecasts/$versionId');

/** What each class of demand looks like. */
const classNotes: Readonly<Record<string, string>> = {
  smooth: 'Sells in most weeks, in similar amounts',
  erratic: 'Sells in most weeks, in very different amounts',
  intermittent: 'Many weeks without a sale, similar amounts otherwise',
  lumpy: 'Many weeks without a sale, very different amounts otherwise',
};

/** /forecasts/:versionId: what a forecast was computed with, and what kinds of demand it found. */
export function ForecastVersionPage() {
  const { versionId } = route.useParams();
  const { data: version } = useSuspenseQuery(trpc.forecasting.versions.get.queryOptions({ versionId }));
  const facts: [string, React.ReactNode][] = [
    ['Issued', <Instant key="issued" at={version.issuedAt} />],
    ['From', formatDay(version.startsOn)],
    ['Horizon', horizonText(version)],
    ['Items at places', formatCount(version.seriesCount)],
    ['Engine', version.engineVersion],
  ];
  return (
    <Page
      title="Forecast"
      subtitle={
        <>
          <StateTag state={version.state} /> <Link to="/forecasts">All forecasts</Link> ·{' '}
          <Link to="/forecasts/quality">Data quality: what was corrected</Link> ·{' '}
          <Link to="/what-changed" search={{ of: 'forecasts', after: versionId }}>
            What changed
          </Link>
        </>
      }
    >
      <div className="page-body">
        <dl className="facts section">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <section className="section" aria-labelledby="classes-title">
          <h2 id="classes-title">Demand found</h2>
          <DataTable
            isInset
            label="Demand found"
            rows={version.classes}
            rowKey={({ demandClass }) => demandClass}
            columns={[
              { id: 'class', title: 'Demand', cell: ({ demandClass }) => formatState(demandClass) },
              {
                id: 'count',
                title: 'Items at places',
                isNumber: true,
                cell: ({ seriesCount }) => formatCount(seriesCount),
              },
              {
                id: 'share',
                title: 'Share',
                isNumber: true,
                cell: ({ seriesCount }) => formatShare(seriesCount / Math.max(1, version.seriesCount)),
              },
              {
                id: 'note',
                title: 'Meaning',
                isTitleHidden: true,
                isWide: true,
                cell: ({ demandClass }) => <span className="soft">{classNotes[demandClass] ?? ''}</span>,
              },
            ]}
          />
        </section>
        <VersionLevels versionId={versionId} isPublished={version.state === 'published'} />
        <details>
          <summary>For auditors</summary>
          <p className="soft">
            Input <code>{version.snapshotHash ?? 'not taken'}</code>
            <br />
            Result <code>{version.resultHash ?? 'not computed'}</code>
          </p>
          <pre className="mono">{JSON.stringify(version.parameters, null, 2)}</pre>
        </details>
      </div>
    </Page>
  );
}
