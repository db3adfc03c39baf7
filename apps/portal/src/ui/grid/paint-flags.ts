import { frozenWidth, headerHeight, positionOf } from './grid-geometry.ts';
import type { CellPlace } from './grid-types.ts';
import type { Scene } from './paint-body.ts';

/** Name of somebody who has just edited, at the newest cell. */
export type AuthorFlag = { name: string; colour: number; place: CellPlace };

const flagHeight = 15;

export function paintFlags(scene: Scene, flags: readonly AuthorFlag[]): void {
  const { context, geometry, palette, visible } = scene;
  context.font = `600 10.5px ${palette.font}`;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  for (const { name, colour, place } of flags) {
    const isVisible =
      place.line >= visible.top &&
      place.line <= visible.bottom &&
      place.column >= visible.left &&
      place.column <= visible.right;
    if (!isVisible) continue;
    const { x, y } = positionOf(place, geometry);
    const width = Math.min(160, context.measureText(name).width + 10);
    const left = Math.max(frozenWidth, Math.min(x, geometry.width - width));
    const top = y - flagHeight < headerHeight ? y + geometry.lineHeight : y - flagHeight;
    context.fillStyle = palette.authors[colour] ?? palette.accent;
    context.fillRect(left, top, width, flagHeight);
    context.fillStyle = palette.raised;
    context.fillText(name, left + 5, top + flagHeight / 2 + 0.5, width - 8);
  }
}
