import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { inferRouterOutputs } from '@trpc/server';
import { keepRows, trpc } from '../../app/api.ts';
import type { AppRouter } from '../../app/api-types.ts';
import type { ValueAddedView } from '../../app/search-parameters.ts';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatCount, formatDay } from '../../ui/format.ts';
import { Empty, Page, RowsSkeleton } from '../../ui/page.tsx';
import { formatShareInColumn } from '../../ui/plain-text.ts';
import { addedText, Stairs, Verdict } from '../../ui/stairstep.tsx';
import { AccuracySelectors, defaultView, levelTitles } from './accuracy-selectors.tsx';

const route = getRouteApi('/shell/value-added');
const own = 'own';

type OwnValueAdded = inferRouterOutputs<AppRouter>['forecasting']['accuracy']['valueAdded'];

/** /value-added: what each step of making a forecast adds, for our own chain or with a partner. */
export function ValueAddedPage() {
  const view = route.useSearch();
  const navigate = route.useNavigate();
  const agreements = useQuery(trpc.agreements.list.queryOptions());
  const change = (next: ValueAddedView): void =>
    void navigate({ search: (known) => ({ ...known, ...next }), replace: true });
  const scopes = [
    { value: own, label: 'Our own forecasts' },
    ...(agreements.data?.rows ?? [])
      .filter(({ activeVersionNumber }) => activeVersionNumber !== null)
      .map(({ agreementId, name }) => ({ value: agreementId, label: name })),
  ];
  return (
    <Page
      title="Value added"
      subtitle="What each step of making a forecast adds to it"
      actions={<Link to="/accuracy">Accuracy</Link>}
    >
      <div className="page-body">
        <div className="accuracy-bar">
          <Select
            aria-label="Chain"
            w={280}
            allowDeselect={false}
            data={scopes}
            value={view.agreement ?? own}
            onChange={(value) =>
              void navigate({
                search: ({ agreement: _, ...known }) =>
                  value === null || value === own ? known : { ...known, agreement: value },
                replace: true,
              })
            }
          />
          <AccuracySelectors view={view} onChange={change} />
        </div>
        {view.agreement === undefined ? (
          <OwnChain view={view} />
        ) : (
          <PartnerChain view={view} agreementId={view.agreement} />
        )}
      </div>
    </Page>
  );
}

function OwnChain({ view }: { view: ValueAddedView }) {
  const { level = defaultView.level, lag = defaultView.lag, weeks = defaultView.weeks } = view;
  const about = { lagPeriods: lag, weekCount: weeks };
  const total = useQuery({
    ...trpc.forecasting.accuracy.valueAdded.queryOptions({ ...about, level: 'total' }),
    ...keepRows,
  });
  if (total.isPending) return <RowsSkeleton />;
  if (total.isError) return <ErrorView error={total.error} onRetry={() => void total.refetch()} />;
  const [all] = total.data.groups;
  if (all === undefined) {
    return (
      <Empty title="No step can be compared yet">
        <p>Published forecasts of weeks that are over, and their sales, are needed.</p>
      </Empty>
    );
  }
  return (
    <>
      <p className="soft">
        {total.data.period !== null &&
          `${formatDay(total.data.period.startsOn)} until ${formatDay(total.data.period.endsBefore)}. `}
        {total.data.rule}
      </p>
      <Stairs stairstep={all} />
      {level !== 'total' && <Groups level={level} about={about} />}
    </>
  );
}

type About = { lagPeriods: 1 | 2 | 4 | 8; weekCount: 13 | 26 | 52 };

function Groups({ level, about }: { level: keyof typeof levelTitles; about: About }) {
  const groups = useQuery({
    ...trpc.forecasting.accuracy.valueAdded.queryOptions({ ...about, level }),
    ...keepRows,
  });
  if (groups.isPending) return <RowsSkeleton />;
  if (groups.isError) return <ErrorView error={groups.error} onRetry={() => void groups.refetch()} />;
  return <GroupTable title={levelTitles[level]} data={groups.data} />;
}

function GroupTable({ title, data }: { title: string; data: OwnValueAdded }) {
  const steps = data.groups[0]?.steps.filter(({ comparedWith }) => comparedWith !== null) ?? [];
  return (
    <section className="section" aria-label={`By ${title.toLowerCase()}`}>
      <h2>By {title.toLowerCase()}, the largest errors first</h2>
      <div className="table-frame">
        <table className="table inset" data-testid="value-added-groups">
          <thead>
            <tr>
              <th scope="col">{title}</th>
              <th scope="col" className="number">
                Error
              </th>
              {steps.map(({ code, name }) => (
                <th key={code} scope="col">
                  {name}
                </th>
              ))}
              <th scope="col" className="number">
                Weeks
              </th>
            </tr>
          </thead>
          <tbody>
            {data.groups.map((group) => (
              <tr key={group.key}>
                <td className="wide">
                  {group.label} <span className="soft">{group.description}</span>
                </td>
                <td className="number">
                  {group.steps.at(-1)?.wape == null
                    ? 'no data'
                    : formatShareInColumn(group.steps.at(-1)?.wape ?? 0)}
                </td>
                {group.steps.slice(1).map((step) => (
                  <td key={step.code} className="wrap">
                    <Verdict verdict={step.verdict} /> <small>{addedText(step)}</small>
                  </td>
                ))}
                <td className="number soft">{formatCount(group.steps[0]?.n ?? 0)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {data.groupCount > data.groups.length && (
        <p className="soft">
          {formatCount(data.groups.length)} of {formatCount(data.groupCount)} shown.
        </p>
      )}
    </section>
  );
}

/** The chain of an agreement: from naive over both sides to what they agreed. */
function PartnerChain({ view, agreementId }: { view: ValueAddedView; agreementId: string }) {
  const { lag = defaultView.lag, weeks = defaultView.weeks } = view;
  const query = useQuery({
    ...trpc.analysis.fva.queryOptions({ agreementId, lagPeriods: lag, periodCount: weeks }),
    ...keepRows,
  });
  if (query.isPending) return <RowsSkeleton />;
  if (query.isError) return <ErrorView error={query.error} onRetry={() => void query.refetch()} />;
  const { stairstep, missing, rule } = query.data;
  return (
    <>
      <p className="soft">{rule}</p>
      {missing.map(({ source, reason }) => (
        <p key={source} className="soft">
          {reason}
        </p>
      ))}
      {stairstep === null ? <p>No step can be compared yet.</p> : <Stairs stairstep={stairstep} />}
      <Link to="/partnerships/$agreementId/performance" params={{ agreementId }} search={{ tab: 'value' }}>
        Changes by person, and items to leave alone
      </Link>
    </>
  );
}
