import { columnWidth, frozenWidth, headerHeight, positionOf } from './grid-geometry.ts';
import type { CellPlace, CellRange } from './grid-types.ts';
import type { Scene } from './paint-body.ts';

export const handleSize = 7;

const boxOf = (range: CellRange, { geometry }: Scene) => {
  const from = positionOf({ line: range.top, column: range.left }, geometry);
  const to = positionOf({ line: range.bottom + 1, column: range.right + 1 }, geometry);
  return { x: from.x, y: from.y, width: to.x - from.x, height: to.y - from.y };
};

/** Selected cells, the one with the cursor, and the handle that fills. */
export function paintSelection(scene: Scene, cursor: CellPlace, fillTarget: CellRange | undefined): void {
  const { context, palette, selection, geometry } = scene;
  context.save();
  context.beginPath();
  context.rect(frozenWidth - 1, headerHeight - 1, geometry.width, geometry.height);
  context.clip();
  const box = boxOf(selection, scene);
  context.globalAlpha = 0.12;
  context.fillStyle = palette.accent;
  context.fillRect(box.x, box.y, box.width, box.height);
  context.globalAlpha = 1;
  context.strokeStyle = palette.cursor;
  context.lineWidth = 1;
  context.strokeRect(box.x - 0.5, box.y - 0.5, box.width, box.height);
  if (fillTarget !== undefined) {
    const target = boxOf(fillTarget, scene);
    context.setLineDash([4, 3]);
    context.strokeRect(target.x - 0.5, target.y - 0.5, target.width, target.height);
    context.setLineDash([]);
  }
  const at = positionOf(cursor, geometry);
  context.lineWidth = 2;
  context.strokeRect(at.x, at.y, columnWidth - 1, geometry.lineHeight - 1);
  context.fillStyle = palette.cursor;
  context.fillRect(
    box.x + box.width - handleSize / 2 - 1,
    box.y + box.height - handleSize / 2 - 1,
    handleSize,
    handleSize,
  );
  context.restore();
}
