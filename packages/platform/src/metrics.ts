import { assert } from '@coplan/kernel';

export type Labels = Readonly<Record<string, string>>;
export type Counter = { add(labels?: Labels, amount?: number): void };
export type Gauge = { set(value: number, labels?: Labels): void };
export type Histogram = { observe(value: number, labels?: Labels): void };
export type Metrics = {
  counter(name: string, what: string): Counter;
  /** `read` is called at each scrape; without it the value is set by hand. */
  gauge(name: string, what: string, read?: () => number | Promise<number>): Gauge;
  histogram(name: string, what: string, bounds?: readonly number[]): Histogram;
  /** The text of the Prometheus exposition format 0.0.4. */
  text(): Promise<string>;
};

type Family = { head: string; lines(): Promise<string[]> | string[] };

/** From half a millisecond to 30 seconds. */
const secondsBounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
/** A label that takes endless values would fill the memory: series beyond this share one named "other". */
const seriesMax = 500;

const escaped = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');

const labelText = (labels: Labels): string =>
  Object.keys(labels)
    .sort()
    .map((name) => `${name}="${escaped(labels[name] ?? '')}"`)
    .join(',');

const line = (name: string, labels: string, value: number): string =>
  labels === '' ? `${name} ${value}` : `${name}{${labels}} ${value}`;

function seriesOf<Value>(create: () => Value): { at(labels?: Labels): Value; all: Map<string, Value> } {
  const all = new Map<string, Value>();
  return {
    all,
    at(labels = {}) {
      const wanted = labelText(labels);
      const key = all.has(wanted) || all.size < seriesMax ? wanted : 'series="other"';
      const found = all.get(key) ?? create();
      all.set(key, found);
      return found;
    },
  };
}

function histogramFamily(name: string, what: string, bounds: readonly number[]) {
  const series = seriesOf(() => ({ counts: bounds.map(() => 0), sum: 0, count: 0 }));
  const observe = (value: number, labels?: Labels): void => {
    const one = series.at(labels);
    one.sum += value;
    one.count += 1;
    const index = bounds.findIndex((bound) => value <= bound);
    if (index >= 0) one.counts[index] = (one.counts[index] ?? 0) + 1;
  };
  const lines = (): string[] =>
    [...series.all].flatMap(([labels, one]) => {
      const prefix = labels === '' ? '' : `${labels},`;
      let below = 0;
      const buckets = bounds.map((bound, index) => {
        below += one.counts[index] ?? 0;
        return line(`${name}_bucket`, `${prefix}le="${bound}"`, below);
      });
      return [
        ...buckets,
        line(`${name}_bucket`, `${prefix}le="+Inf"`, one.count),
        line(`${name}_sum`, labels, one.sum),
        line(`${name}_count`, labels, one.count),
      ];
    });
  return { family: { head: `# HELP ${name} ${escaped(what)}\n# TYPE ${name} histogram`, lines }, observe };
}

/** A registry of counters, gauges and histograms; a name may be registered once. */
export function createMetrics(): Metrics {
  const families = new Map<string, Family>();
  const register = (name: string, family: Family): void => {
    assert(/^[a-z][a-z0-9_]*$/.test(name), `${name} is no metric name`);
    assert(!families.has(name), `the metric ${name} is registered twice`);
    families.set(name, family);
  };
  const head = (name: string, what: string, type: string): string =>
    `# HELP ${name} ${escaped(what)}\n# TYPE ${name} ${type}`;
  const plainLines = (name: string, all: Map<string, { value: number }>): string[] =>
    [...all].map(([labels, { value }]) => line(name, labels, value));

  return {
    counter(name, what) {
      const series = seriesOf(() => ({ value: 0 }));
      register(name, { head: head(name, what, 'counter'), lines: () => plainLines(name, series.all) });
      return {
        add: (labels, amount = 1) => {
          series.at(labels).value += amount;
        },
      };
    },
    gauge(name, what, read) {
      const series = seriesOf(() => ({ value: 0 }));
      const lines = async (): Promise<string[]> => {
        if (read !== undefined) series.at().value = await read();
        return plainLines(name, series.all);
      };
      register(name, { head: head(name, what, 'gauge'), lines });
      return {
        set: (value, labels) => {
          series.at(labels).value = value;
        },
      };
    },
    histogram(name, what, bounds = secondsBounds) {
      const { family, observe } = histogramFamily(name, what, bounds);
      register(name, family);
      return { observe };
    },
    async text() {
      const parts: string[] = [];
      for (const family of families.values()) parts.push(family.head, ...(await family.lines()));
      return `${parts.join('\n')}\n`;
    },
  };
}
