import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { viewerLocale } from '../../ui/format.ts';

type ChartProps = {
  /** What a reader who cannot see it should know. */
  label: string;
  data: uPlot.AlignedData;
  options: (colourOf: (token: string) => string) => Omit<uPlot.Options, 'width' | 'height'>;
  height?: number;
};

/** A uPlot chart that follows its column's width and the colour scheme. */
export function Chart({ label, data, options, height = 220 }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme('light');
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    // Reading the scheme ties the colours below to it.
    const style = getComputedStyle(element.ownerDocument.documentElement);
    element.dataset.scheme = scheme;
    const plot = new uPlot(
      {
        // The last mark's label needs room of its own.
        padding: [null, 30, null, null],
        ...options((token) => style.getPropertyValue(token).trim()),
        width: element.clientWidth || 400,
        height,
        // Business days are midnights in UTC, wherever the viewer is.
        tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
      },
      data,
      element,
    );
    const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [data, options, height, scheme]);
  return <div ref={place} className="chart" role="img" aria-label={label} />;
}

const daySeconds = 86_400;
const dayIncrements = [1, 2, 7, 14, 30, 61, 91, 182, 365].map((days) => days * daySeconds);

const isLongSpan = (from: number, to: number): boolean => to - from > 200 * daySeconds;

/** "Nov 23" where marks are days or weeks apart, "Nov 2026" where they are months apart. */
function dayLabels(_plot: uPlot, splits: number[]): string[] {
  const [first = 0, second = 0] = splits;
  const isLong = second - first >= 28 * daySeconds;
  const format = new Intl.DateTimeFormat(viewerLocale(), {
    timeZone: 'UTC',
    month: 'short',
    ...(isLong ? { year: 'numeric' } : { day: 'numeric' }),
  });
  return splits.map((seconds) => format.format(new Date(seconds * 1000)));
}

/** Axes in the ink of the page. */
export const axesOf = (colourOf: (token: string) => string): uPlot.Axis[] => {
  const axis: uPlot.Axis = {
    stroke: colourOf('--ink-soft'),
    grid: { stroke: colourOf('--line'), width: 1 },
    ticks: { show: false },
    font: '11px system-ui, sans-serif',
  };
  return [
    {
      ...axis,
      size: 32,
      incrs: dayIncrements,
      space: (_plot, _axis, min, max) => (isLongSpan(min, max) ? 64 : 46),
      values: dayLabels,
    },
    { ...axis, size: 46 },
  ];
};
