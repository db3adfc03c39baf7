import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

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
        ...options((token) => style.getPropertyValue(token).trim()),
        width: element.clientWidth || 400,
        height,
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

/** Axes in the ink of the page. */
export const axesOf = (colourOf: (token: string) => string): uPlot.Axis[] => {
  const axis: uPlot.Axis = {
    stroke: colourOf('--ink-soft'),
    grid: { stroke: colourOf('--line'), width: 1 },
    ticks: { show: false },
    font: '11px system-ui, sans-serif',
  };
  return [axis, { ...axis, size: 46 }];
};
