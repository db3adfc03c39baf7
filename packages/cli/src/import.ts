import { openAsBlob, statSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { type Command, UsageError } from './command.ts';
import { callServer, findServerAccount, messageOf } from './server-account.ts';

const kinds = [
  'sales',
  'in-stock',
  'stock',
  'in-transit',
  'on-order',
  'items',
  'locations',
  'terms',
] as const;

const usage = `coplan import KIND FILE [options]

Loads a CSV file into the running server and reports bad rows one by one; the good ones are taken. The same file
again changes nothing. KIND is one of ${kinds.join(', ')}.
  --create-missing     add items, locations and item-locations that are not known yet
  --supplier NUMBER    who delivers what is added (default: the only supplier, where there is one)
  --lead-days N        lead time of what is added (default 7)
  --unit-price P       price of what is added (default 1.00)
  --bucket day|week    what a row of sales covers, where no column title says so
  --replace            receipts of this kind from earlier files that this file does not name are removed
  --organisation NAME  for whom (default: the demo's organisation without data)
  --url URL --key KEY  another server
Sales come one row per item, location and date or week, or as one row per item and location with a column for each
day or Monday. In-stock files have the same shape with True or False.`;

const options = {
  'create-missing': { type: 'boolean' },
  supplier: { type: 'string' },
  'lead-days': { type: 'string' },
  'unit-price': { type: 'string' },
  bucket: { type: 'string' },
  replace: { type: 'boolean' },
  organisation: { type: 'string' },
  url: { type: 'string' },
  key: { type: 'string' },
  help: { type: 'boolean' },
} as const;

type Report = {
  rowCount: number;
  acceptedCount: number;
  rejectedCount: number;
  counts: Record<string, number>;
  issues: { rowNumber: number; columnName: string; message: string }[];
};

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

type Values = ReturnType<typeof readArguments>['values'];

function queryOf(values: Values, file: string): string {
  const query = new URLSearchParams({ fileName: basename(file).slice(0, 200) });
  if (values['create-missing'] === true) {
    query.set('createMissing', 'true');
    query.set('leadTimeDays', values['lead-days'] ?? '7');
    query.set('unitPrice', values['unit-price'] ?? '1.00');
  }
  if (values.supplier !== undefined) query.set('supplier', values.supplier);
  if (values.bucket !== undefined) query.set('bucket', values.bucket);
  if (values.replace === true) query.set('replace', 'true');
  return query.toString();
}

function requireFile(file: string): void {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats?.isFile() !== true) throw new UsageError(`there is no file ${file}`);
}

/** `addedItemLocations: 599` reads as "added item locations: 599". */
const inWords = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

function printReport(report: Report, { isTermsAssumed }: { isTermsAssumed: boolean }): void {
  const { rowCount, acceptedCount, rejectedCount, counts, issues } = report;
  console.log(`${rowCount} rows, ${acceptedCount} taken, ${rejectedCount} rejected`);
  for (const [name, count] of Object.entries(counts)) console.log(`  ${inWords(name)}: ${count}`);
  for (const { rowNumber, columnName, message } of issues) {
    console.log(`  line ${rowNumber}, ${columnName}: ${message}`);
  }
  if (rejectedCount > issues.length && issues.length > 0) {
    console.log('  … the rest is on the imports page of the portal');
  }
  if (isTermsAssumed && (counts['addedTerms'] ?? 0) > 0) {
    console.log(
      'Terms with the lead time and price named above were assumed: "coplan import terms FILE" corrects them.',
    );
  }
}

export const importCommand: Command = {
  summary: 'load CSV (sales, stock, items, …) with a row-by-row error report',
  async run(args) {
    const { values, positionals } = readArguments(args);
    if (values.help === true) {
      console.log(usage);
      return 0;
    }
    const [kind, file] = positionals;
    if (kind === undefined || file === undefined || positionals.length !== 2) {
      throw new UsageError('give a kind and a file; see coplan import --help');
    }
    if (!kinds.includes(kind as (typeof kinds)[number])) {
      throw new UsageError(`there is no kind "${kind}"; there are ${kinds.join(', ')}`);
    }
    requireFile(file);
    const account = findServerAccount(values);
    const answer = await callServer(account, `/api/v1/imports/${kind}?${queryOf(values, file)}`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: (await openAsBlob(file)).stream(),
      duplex: 'half',
    });
    if (answer.status !== 200) throw new UsageError(messageOf(answer));
    const report = answer.body as Report;
    console.log(`${file} for ${account.organisation}:`);
    printReport(report, { isTermsAssumed: values['create-missing'] === true });
    return report.rejectedCount > 0 ? 1 : 0;
  },
};
