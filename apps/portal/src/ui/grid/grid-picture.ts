import type { CellMarks } from './cell-marks.ts';
import type { CellText } from './cell-text.ts';
import {
  columnWidth,
  contentSize,
  type Density,
  type Geometry,
  lineHeightOf,
  scrollToShow,
  visibleRange,
} from './grid-geometry.ts';
import { type Palette, readPalette } from './grid-palette.ts';
import { cellId, writeSemantics } from './grid-semantics.ts';
import type { GridState } from './grid-state.ts';
import { type CellPlace, rangeOf } from './grid-types.ts';
import { type GridView, lineCountOf } from './grid-view.ts';
import type { AuthorFlag } from './paint-flags.ts';
import { paintGrid } from './paint-grid.ts';

/** What is to be painted, read anew for every picture. */
export type PictureInput = {
  gridId: string;
  view: GridView;
  density: Density;
  state: GridState;
  marks: CellMarks;
  flags: () => readonly AuthorFlag[];
  text: CellText;
  currentColumn: number;
  titleOf: (place: CellPlace) => string;
};

export type PictureElements = {
  /** Scrolls, has the focus and is the grid for screen readers. */
  scroller: HTMLElement;
  /** As large as everything, so that scroll bars are true. */
  space: HTMLElement;
  /** Stays in place while the space scrolls below it. */
  frame: HTMLElement;
  canvas: HTMLCanvasElement;
  layer: HTMLElement;
};

export type GridPicture = ReturnType<typeof createGridPicture>;

/** The elements over the canvas are written when the picture has rested this long. */
const settleMs = 90;

/** Makes the scroll space and the canvas as large as they must be; writes only what has changed. */
function createSizes({ space, frame, canvas }: PictureElements): (geometry: Geometry) => void {
  let spaceKey = '';
  let sizeKey = '';
  return (geometry) => {
    const content = contentSize(geometry);
    if (spaceKey !== `${content.width} ${content.height}`) {
      spaceKey = `${content.width} ${content.height}`;
      space.style.width = `${content.width}px`;
      space.style.height = `${content.height}px`;
    }
    const scale = devicePixelRatio || 1;
    if (sizeKey === `${geometry.width} ${geometry.height} ${scale}`) return;
    sizeKey = `${geometry.width} ${geometry.height} ${scale}`;
    canvas.width = Math.round(geometry.width * scale);
    canvas.height = Math.round(geometry.height * scale);
    frame.style.width = `${geometry.width}px`;
    frame.style.height = `${geometry.height}px`;
    canvas.style.width = frame.style.width;
    canvas.style.height = frame.style.height;
    canvas.getContext('2d')?.setTransform(scale, 0, 0, scale, 0, 0);
  };
}

/** Paints at most once a frame whatever asks for it: scrolling, typing, partners' edits, loading rows. */
export function createGridPicture(elements: PictureElements, read: () => PictureInput) {
  const { scroller, canvas, layer } = elements;
  const context = canvas.getContext('2d', { alpha: false });
  let palette: Palette = readPalette(scroller);
  let isDue = false;
  let settleTimer: ReturnType<typeof setTimeout> | undefined;
  const fitSizes = createSizes(elements);

  function geometryOf({ view, density }: PictureInput): Geometry {
    return {
      width: scroller.clientWidth,
      height: scroller.clientHeight,
      scrollTop: scroller.scrollTop,
      scrollLeft: scroller.scrollLeft,
      lineHeight: lineHeightOf(density),
      lineCount: lineCountOf(view),
      columnCount: view.store.bucketCount,
    };
  }
  function sceneOf(input: PictureInput, geometry: Geometry) {
    const selection = rangeOf(input.state.anchor, input.state.cursor);
    return { ...input, geometry, visible: visibleRange(geometry), selection, palette };
  }
  function settle(): void {
    const input = read();
    const scene = sceneOf(input, geometryOf(input));
    writeSemantics(layer, scene);
    layer.style.visibility = '';
    scroller.setAttribute('aria-activedescendant', cellId(input.gridId, input.state.cursor));
  }
  function paint(): void {
    isDue = false;
    if (context === null || scroller.clientWidth === 0) return;
    const input = read();
    const geometry = geometryOf(input);
    fitSizes(geometry);
    const scene = sceneOf(input, geometry);
    paintGrid({ ...scene, context, flags: input.flags() }, input.state.cursor, input.state.fillTarget);
    clearTimeout(settleTimer);
    settleTimer = setTimeout(settle, settleMs);
  }
  function requestPaint(): void {
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(paint);
  }
  function onScroll(): void {
    layer.style.visibility = 'hidden';
    requestPaint();
  }
  const observer = new ResizeObserver(requestPaint);
  observer.observe(scroller);
  scroller.addEventListener('scroll', onScroll, { passive: true });
  return {
    requestPaint,
    geometry: (): Geometry => geometryOf(read()),
    /** After a change of the colour scheme. */
    readColours(): void {
      palette = readPalette(scroller);
      requestPaint();
    },
    scrollTo(place: CellPlace): void {
      const input = read();
      const geometry = geometryOf(input);
      fitSizes(geometry);
      const { top, left } = scrollToShow(place, geometry);
      if (top !== scroller.scrollTop) scroller.scrollTop = top;
      if (left !== scroller.scrollLeft) scroller.scrollLeft = left;
    },
    scrollToColumn(column: number): void {
      fitSizes(geometryOf(read()));
      scroller.scrollLeft = column * columnWidth;
    },
    dispose(): void {
      observer.disconnect();
      scroller.removeEventListener('scroll', onScroll);
      clearTimeout(settleTimer);
    },
  };
}
