import { frozenWidth, headerHeight } from './grid-geometry.ts';
import type { CellPlace, CellRange } from './grid-types.ts';
import { paintGroupLines, paintLines, paintNumbers, paintWindows, type Scene } from './paint-body.ts';
import { paintFlags } from './paint-flags.ts';
import { paintFrozenColumns, paintHeader } from './paint-frame.ts';
import { paintSelection } from './paint-selection.ts';

/**
 * One picture of what is on the screen, from back to front. Some seven hundred cells take a few milliseconds, however
 * fast the page is scrolled and however many rows there are.
 */
export function paintGrid(scene: Scene, cursor: CellPlace, fillTarget: CellRange | undefined): void {
  const { context, geometry, palette, view } = scene;
  context.fillStyle = palette.raised;
  context.fillRect(0, 0, geometry.width, geometry.height);
  if (view.measures.length === 0 || geometry.lineCount === 0) return;
  context.save();
  context.beginPath();
  context.rect(frozenWidth, headerHeight, geometry.width, geometry.height);
  context.clip();
  paintWindows(scene);
  paintGroupLines(scene);
  paintLines(scene);
  paintNumbers(scene);
  context.restore();
  paintSelection(scene, cursor, fillTarget);
  paintFlags(scene, scene.flags);
  context.save();
  context.beginPath();
  context.rect(0, headerHeight, geometry.width, geometry.height);
  context.clip();
  paintFrozenColumns(scene);
  context.restore();
  paintHeader(scene);
}
