import type { Dashboard } from '../../app/api-types.ts';
import { formatCount } from '../../ui/format.ts';
import { fractionText, resultText, statusText } from './performance-words.ts';

/** Of quantities the fraction is in thousandths. */
const inMilli: ReadonlySet<string> = new Set([
  'on-time',
  'in-full',
  'otif',
  'unit-fill',
  'beta-service',
  'ship-notice-accuracy',
]);

const hoursText = (hours: number): string =>
  hours < 48 ? `${formatCount(Math.round(hours))} h` : `${formatCount(Math.round(hours / 2.4) / 10)} days`;

type Props = Pick<Dashboard, 'measures' | 'cycleTimes'>;

/** Every other measure with its formula beside the number; what has no denominator says so. */
export function MeasuresTable({ measures, cycleTimes }: Props) {
  const { calendarHours, workingHours, n, formula } = cycleTimes;
  return (
    <section className="section" aria-label="Other measures">
      <h2>On time in full, fill, answers and notices</h2>
      <div className="table-frame">
        <table className="table inset" aria-label="Other measures" data-testid="measures">
          <thead>
            <tr>
              <th scope="col">Measure</th>
              <th scope="col" className="number">
                Value
              </th>
              <th scope="col" className="number">
                Made of
              </th>
              <th scope="col">Status</th>
              <th scope="col" className="spare">
                Formula
              </th>
            </tr>
          </thead>
          <tbody>
            {measures.map((measure) => (
              <tr key={measure.code} title={`Definition ${measure.definitionVersion}: ${measure.formula}`}>
                <td>{measure.name}</td>
                <td className={measure.value === null ? 'number soft' : 'number'}>
                  <b>{resultText(measure)}</b>
                </td>
                <td className="number">{fractionText(measure, inMilli.has(measure.code))}</td>
                <td>{statusText(measure.status)}</td>
                <td className="soft spare wrap">{measure.formula}</td>
              </tr>
            ))}
            <tr title={formula}>
              <td>Order cycle time</td>
              <td className={calendarHours === null ? 'number soft' : 'number'}>
                <b>{calendarHours === null ? 'no data' : hoursText(calendarHours.p50)}</b>
              </td>
              <td className="number">
                {calendarHours === null || workingHours === null
                  ? 'nothing complete'
                  : `nine of ten within ${hoursText(calendarHours.p90)}; ${formatCount(Math.round(workingHours.p50))} working hours`}
              </td>
              <td>{formatCount(n)} lines</td>
              <td className="soft spare wrap">{formula}</td>
            </tr>
          </tbody>
        </table>
      </div>
    </section>
  );
}
