import type { TermsView } from '../../../app/api-types.ts';
import { type Column, DataTable } from '../../../ui/data-table.tsx';
import { DiffTable } from '../../../ui/diff-table.tsx';
import { formatActor, formatDay } from '../../../ui/format.ts';
import { Instant } from '../../../ui/time.tsx';
import { useRowCursor } from '../../../ui/use-row-cursor.ts';
import { diffTerms, endOf, type Standing, standingOf, versionOn, versionsOf } from './term-words.ts';
import { TermsReading } from './terms-view.tsx';

type Version = TermsView['versions'][number];
type Row = { key: string; version: Version | null; isOfAll: boolean; standing: Standing; end: string | null };

const standingTags: Readonly<Record<Standing, readonly [tone: string, text: string]>> = {
  holds: ['good', 'holds now'],
  comes: ['info', 'to come'],
  over: ['', 'over'],
};

/** Versions of one scope, newest first; one that was replaced before its first day never held. */
function rowsOf(terms: TermsView, supplierId: string | null, isOvertaken: boolean): Row[] {
  const versions = versionsOf(terms, supplierId);
  return versions.toReversed().map((version): Row => {
    const end = endOf(version, versions);
    const standing = standingOf(version, versions, terms.today);
    return {
      ...{ key: version.termsId, version, isOfAll: supplierId === null },
      end: end === undefined ? version.validFrom : end,
      standing: isOvertaken && standing === 'holds' ? 'over' : standing,
    };
  });
}

const columns = (isMixed: boolean): Column<Row>[] => [
  {
    id: 'from',
    title: 'Orders from',
    cell: ({ version }) =>
      version === null ? <span className="soft">always</span> : formatDay(version.validFrom),
  },
  {
    id: 'until',
    title: 'Before',
    cell: ({ end, standing }) =>
      end === null ? <span className="soft">{standing === 'over' ? '' : 'open'}</span> : formatDay(end),
  },
  {
    id: 'standing',
    title: 'Standing',
    cell: ({ standing }) => (
      <span className={`tag ${standingTags[standing][0]}`}>{standingTags[standing][1]}</span>
    ),
  },
  ...(isMixed
    ? [
        {
          id: 'of',
          title: 'For',
          cell: ({ isOfAll, version }: Row) =>
            version === null ? 'everybody' : isOfAll ? 'all suppliers' : 'this supplier',
        },
      ]
    : []),
  {
    id: 'by',
    title: 'Written',
    cell: ({ version }) =>
      version === null ? (
        <span className="soft">the standard</span>
      ) : (
        <>
          no. {version.number}, {formatActor(version.recordedBy)}{' '}
          <small className="soft">
            <Instant at={version.recordedAt} />
          </small>
        </>
      ),
  },
];

function sentenceOf(rows: readonly Row[], supplierId: string | null, isJudged: boolean): string {
  const held = rows.find(({ standing }) => standing === 'holds');
  const whom = isJudged ? 'You have' : 'This supplier has';
  if (held?.version === null)
    return 'Nothing is agreed: the standard holds, SCOR without tolerance, a day early at most.';
  if (supplierId !== null && held?.isOfAll) return `${whom} no terms alone: those of all suppliers hold.`;
  return supplierId === null
    ? 'Hold for every supplier that has no terms alone.'
    : isJudged
      ? 'Terms for you alone hold.'
      : 'Terms for this supplier alone hold.';
}

/** Versions over time, and what the chosen one says and changed; J and K go through them. */
export function TermsInTime({
  terms,
  supplierId,
  isJudged,
}: {
  terms: TermsView;
  supplierId: string | null;
  /** The reader is the supplier that is judged. */
  isJudged: boolean;
}) {
  const own = supplierId === null ? [] : rowsOf(terms, supplierId, false);
  const hasOwn = own.some(({ standing }) => standing === 'holds');
  const ofAll = rowsOf(terms, null, hasOwn);
  const holds = [...own, ...ofAll].some(({ standing }) => standing === 'holds');
  const standard: Row = {
    ...{ key: 'standard', version: null, isOfAll: true, end: null },
    standing: holds ? 'over' : 'holds',
  };
  const rows = [...own, ...ofAll, standard];
  const cursor = useRowCursor(rows.length, () => undefined);
  const first = rows.findIndex(({ standing }) => standing === 'holds');
  const row = rows[cursor === 0 ? Math.max(0, first) : cursor] ?? standard;
  const content = row.version?.content ?? terms.standard;
  const before = contentBefore(terms, row);
  return (
    <div className="page-body terms-columns">
      <div>
        <p>{sentenceOf(rows, supplierId, isJudged)}</p>
        <DataTable
          label="Versions"
          rows={rows}
          rowKey={({ key }) => key}
          rowTestId="terms-version"
          columns={columns(supplierId !== null)}
          currentKey={row.key}
          isInset
        />
        {row.version !== null && (
          <section className="section" aria-labelledby="terms-change">
            <h2 id="terms-change">What it changed</h2>
            <DiffTable
              sections={diffTerms(before, content, terms.currency)}
              beforeTitle="Before"
              afterTitle="From then on"
            />
          </section>
        )}
      </div>
      <TermsReading content={content} currency={terms.currency} />
    </div>
  );
}

/** What held for the same suppliers until the version began. */
function contentBefore(terms: TermsView, { version }: Row): TermsView['standard'] {
  if (version === null) return terms.standard;
  const own = versionsOf(terms, version.supplierId);
  const earlier = own[own.indexOf(version) - 1];
  if (earlier !== undefined) return earlier.content;
  const general =
    version.supplierId === null ? undefined : versionOn(versionsOf(terms, null), version.validFrom);
  return general?.content ?? terms.standard;
}
