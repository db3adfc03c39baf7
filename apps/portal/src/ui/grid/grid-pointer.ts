import {
  columnWidth,
  frozenWidth,
  type Geometry,
  headerHeight,
  hitTest,
  positionOf,
} from './grid-geometry.ts';
import type { GridPicture } from './grid-picture.ts';
import type { GridStateHolder } from './grid-state.ts';
import type { CellPlace, CellRange } from './grid-types.ts';
import { handleSize } from './paint-selection.ts';

type PointerActions = {
  onToggleGroup: (line: number) => void;
  onEdit: (place: CellPlace) => void;
  /** The handle was dropped: fill `target` from `source`. */
  onFill: (source: CellRange, target: CellRange) => void;
};

type PointerPlace = { scroller: HTMLElement; picture: GridPicture; state: GridStateHolder };

/** How near to the edge a drag scrolls, and how far in each frame. */
const edgePx = 24;
const edgeStepPx = 22;

/** The selection stretched along its longer side to the place under the pointer. */
export function fillRange(selection: CellRange, to: CellPlace): CellRange {
  const down = to.line > selection.bottom ? to.line - selection.bottom : Math.min(0, to.line - selection.top);
  const across =
    to.column > selection.right ? to.column - selection.right : Math.min(0, to.column - selection.left);
  if (Math.abs(down) >= Math.abs(across))
    return {
      ...selection,
      top: Math.min(selection.top, to.line),
      bottom: Math.max(selection.bottom, to.line),
    };
  return {
    ...selection,
    left: Math.min(selection.left, to.column),
    right: Math.max(selection.right, to.column),
  };
}

type Point = { x: number; y: number };

const isOnHandle = ({ x, y }: Point, { picture, state }: PointerPlace): boolean => {
  const { bottom, right } = state.selection();
  const corner = positionOf({ line: bottom + 1, column: right + 1 }, picture.geometry());
  return Math.abs(x - corner.x + 1) <= handleSize && Math.abs(y - corner.y + 1) <= handleSize;
};

/** The nearest cell to a point, also when the pointer has left the grid. */
function nearestCell(point: Point, geometry: Geometry): CellPlace {
  const { width, height, lineCount, columnCount, scrollLeft, scrollTop, lineHeight } = geometry;
  const x = Math.max(frozenWidth, Math.min(width - 1, point.x)) - frozenWidth + scrollLeft;
  const y = Math.max(headerHeight, Math.min(height - 1, point.y)) - headerHeight + scrollTop;
  return {
    line: Math.max(0, Math.min(lineCount - 1, Math.floor(y / lineHeight))),
    column: Math.max(0, Math.min(columnCount - 1, Math.floor(x / columnWidth))),
  };
}

/** Selecting, filling and editing by mouse or pen; drags scroll at the edges. Returns how to stop listening. */
export function followPointer(
  { scroller, picture, state }: PointerPlace,
  actions: PointerActions,
): () => void {
  let drag: 'select' | 'fill' | undefined;
  let last: Point = { x: 0, y: 0 };
  let frame = 0;

  const pointOf = (event: MouseEvent) => {
    const box = scroller.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  function stretch(): void {
    const place = nearestCell(last, picture.geometry());
    if (drag === 'select') state.change({ cursor: place });
    else if (drag === 'fill') state.change({ fillTarget: fillRange(state.selection(), place) });
  }
  function scrollAtEdge(): void {
    if (drag === undefined) return;
    const { width, height } = picture.geometry();
    const right = last.x > width - edgePx ? edgeStepPx : last.x < frozenWidth ? -edgeStepPx : 0;
    const down = last.y > height - edgePx ? edgeStepPx : last.y < headerHeight ? -edgeStepPx : 0;
    if (right !== 0 || down !== 0) {
      scroller.scrollBy(right, down);
      stretch();
    }
    frame = requestAnimationFrame(scrollAtEdge);
  }
  function begin(kind: 'select' | 'fill'): void {
    drag = kind;
    frame = requestAnimationFrame(scrollAtEdge);
    window.addEventListener('pointermove', onMove);
    window.addEventListener('pointerup', onUp);
  }
  function onDown(event: PointerEvent): void {
    if (event.button !== 0 || event.target instanceof HTMLInputElement) return;
    const point = pointOf(event);
    const { clientWidth, clientHeight } = scroller;
    if (point.x > clientWidth || point.y > clientHeight) return;
    last = point;
    if (isOnHandle(point, { scroller, picture, state })) {
      begin('fill');
      return;
    }
    const hit = hitTest(point, picture.geometry());
    if (hit.kind === 'cell') {
      state.moveTo(hit, { isExtending: event.shiftKey });
      begin('select');
    } else if (hit.kind === 'row') actions.onToggleGroup(hit.line);
    else if (hit.kind === 'bucket') {
      const { lineCount } = picture.geometry();
      state.change({
        anchor: { line: lineCount - 1, column: hit.column },
        cursor: { line: 0, column: hit.column },
      });
    }
  }
  function onMove(event: PointerEvent): void {
    last = pointOf(event);
    stretch();
  }
  function onUp(): void {
    window.removeEventListener('pointermove', onMove);
    window.removeEventListener('pointerup', onUp);
    cancelAnimationFrame(frame);
    const { fillTarget } = state.get();
    const source = state.selection();
    const wasFill = drag === 'fill';
    drag = undefined;
    if (!wasFill || fillTarget === undefined) return;
    state.change({
      fillTarget: undefined,
      anchor: { line: fillTarget.top, column: fillTarget.left },
      cursor: { line: fillTarget.bottom, column: fillTarget.right },
    });
    actions.onFill(source, fillTarget);
  }
  function onDoubleClick(event: MouseEvent): void {
    const hit = hitTest(pointOf(event), picture.geometry());
    if (hit.kind === 'cell') actions.onEdit(hit);
  }
  scroller.addEventListener('pointerdown', onDown);
  scroller.addEventListener('dblclick', onDoubleClick);
  return () => {
    onUp();
    scroller.removeEventListener('pointerdown', onDown);
    scroller.removeEventListener('dblclick', onDoubleClick);
  };
}
