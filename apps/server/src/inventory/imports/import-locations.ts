import { isTimeZone, type LocationFacts, locationKinds, recordLocations } from '../../partners/index.ts';
import { addCount, type ImportRun, importByBatch, refuseRepeated, requireColumns } from './import-run.ts';
import { type Reading, readGln, readOneOf, readText } from './read-value.ts';
import type { RowReader } from './row-reader.ts';

const readTimeZone = (text: string): Reading<string> =>
  isTimeZone(text)
    ? { value: text }
    : {
        issue: {
          code: 'not-a-time-zone',
          message: `"${text}" is not a time zone: write an IANA name such as Europe/Oslo`,
        },
      };

const readCountry = (text: string): Reading<string> =>
  /^[A-Za-z]{2}$/.test(text)
    ? { value: text.toUpperCase() }
    : { issue: { code: 'not-a-country', message: `"${text}" is not a country: write two letters, e.g. NO` } };

const readLocation = (row: RowReader): LocationFacts => ({
  code: row.required('code', readText(40)) ?? '',
  name: row.optional('name', readText(120)),
  kind: row.optional('kind', readOneOf(locationKinds)),
  gln: row.optional('gln', readGln),
  timeZone: row.optional('timeZone', readTimeZone),
  country: row.optional('country', readCountry),
  city: row.optional('city', readText(80)),
});

/** Columns: code; name, kind, gln, time zone, country, city. */
export async function importLocations(run: ImportRun): Promise<void> {
  const wanted = ['code', 'name', 'kind', 'gln', 'timeZone', 'country', 'city'] as const;
  const columns = requireColumns(run.csv.header, wanted, ['code']);
  await importByBatch(run, columns, 1_000, {
    read: readLocation,
    async record(tx, facts) {
      const distinct = refuseRepeated(facts, 'code', (fact) => fact.code);
      const glns = distinct.flatMap(({ fact }) => fact.gln ?? []);
      const holders = await tx.query<{ gln: string; code: string }>(
        `select gln, code from locations
         where org_id = (select current_setting('app.org')::uuid) and gln = any ($1::text[])`,
        [glns],
      );
      const codeByGln = new Map(holders.map((holder) => [holder.gln, holder.code]));
      for (const { row, fact } of distinct) {
        if (fact.gln === undefined) continue;
        const holder = codeByGln.get(fact.gln);
        if (holder !== undefined && holder !== fact.code) {
          row.refuse('gln', {
            code: 'gln-taken',
            message: `The GLN ${fact.gln} belongs to location "${holder}": a GLN names one place`,
          });
        } else codeByGln.set(fact.gln, fact.code);
      }
      const accepted = distinct.filter(({ row }) => !row.isRefused()).map(({ fact }) => fact);
      const { changedCount } = await recordLocations(run.context, tx, accepted);
      addCount(run, 'changedLocations', changedCount);
    },
  });
}
