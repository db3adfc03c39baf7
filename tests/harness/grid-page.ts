/// <reference lib="dom" />
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { Page } from 'playwright-core';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

/** Builds the page that shows a generated grid of any size, and serves it. */
export async function serveGridPage(root: string, folder: string) {
  const [{ build }, { default: react }] = await Promise.all([import('vite'), import('@vitejs/plugin-react')]);
  await build({
    root: join(root, 'apps/portal'),
    configFile: false,
    logLevel: 'error',
    plugins: [react()],
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'es2023',
      rolldownOptions: { input: join(root, 'apps/portal/grid-page.html') },
    },
  });
  const server = createServer((request, answer) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    try {
      const content = readFileSync(join(folder, pathname));
      answer.setHeader('content-type', contentTypes[extname(pathname)] ?? 'application/octet-stream');
      answer.end(content);
    } catch {
      answer.statusCode = 404;
      answer.end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}/grid-page.html`,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

export type Frames = {
  frameCount: number;
  medianMs: number;
  p95Ms: number;
  p99Ms: number;
  longestMs: number;
};

/** Scrolls the grid by so much in every frame and says how long the frames took. */
export const measureScroll = (
  page: Page,
  step: { down: number; right: number; frameCount: number },
): Promise<Frames> =>
  page.evaluate(async ({ down, right, frameCount }) => {
    const grid = document.querySelector('.planning-grid');
    if (grid === null) throw new Error('There is no grid on this page');
    grid.scrollTo(0, 0);
    await new Promise((resolve) => setTimeout(resolve, 400));
    const frames: number[] = [];
    await new Promise<void>((resolve) => {
      let last = performance.now();
      const next = (): void => {
        const now = performance.now();
        frames.push(now - last);
        last = now;
        grid.scrollBy(right, down);
        if (frames.length > frameCount) resolve();
        else requestAnimationFrame(next);
      };
      requestAnimationFrame(next);
    });
    const sorted = frames.slice(1).sort((a, b) => a - b);
    const at = (share: number): number =>
      Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) / 10;
    return {
      frameCount: sorted.length,
      medianMs: at(0.5),
      p95Ms: at(0.95),
      p99Ms: at(0.99),
      longestMs: at(1),
    };
  }, step);

/** What Ctrl+C would put on the clipboard for everything that the grid shows. */
export const copyAll = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const grid = document.querySelector<HTMLElement>('.planning-grid');
    if (grid === null) throw new Error('There is no grid on this page');
    const press = { key: 'a', ctrlKey: true, bubbles: true, cancelable: true };
    grid.dispatchEvent(new KeyboardEvent('keydown', press));
    const clipboardData = new DataTransfer();
    grid.dispatchEvent(new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true }));
    return clipboardData.getData('text/plain');
  });

/** Ctrl+V of a text from another program. */
export const pasteText = (page: Page, text: string): Promise<void> =>
  page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
    document.querySelector('.planning-grid')?.dispatchEvent(event);
  }, text);

/** Puts the cursor on a cell by the keys; lines and columns as the grid counts them. */
export async function goToCell(
  page: Page,
  { line, column }: { line: number; column: number },
): Promise<void> {
  await page.getByTestId('planning-grid').focus();
  await page.keyboard.press('Control+Home');
  await page.evaluate(
    ([down = 0, right = 0]) => {
      const press = (key: string): void => {
        const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
        document.querySelector('.planning-grid')?.dispatchEvent(event);
      };
      for (let step = 0; step < down; step += 1) press('ArrowDown');
      for (let step = 0; step < right; step += 1) press('ArrowRight');
    },
    [line, column],
  );
  await page
    .locator(
      `[role="row"][aria-rowindex="${line + 2}"] > [aria-colindex="${column + 2}"][aria-selected="true"]`,
    )
    .waitFor();
}

/**
 * Edits blocks of 25 cells around the cursor for a while, walking at random over some lines and columns, as fast as
 * the page takes them; says how many cells were typed.
 */
export const editForAWhile = (
  page: Page,
  about: { seconds: number; lines: number; columns: number; seed: number },
): Promise<number> =>
  page.evaluate(async ({ seconds, lines, columns, seed }) => {
    const grid = document.querySelector<HTMLElement>('.planning-grid');
    if (grid === null) throw new Error('There is no grid on this page');
    let state = seed;
    const random = (below: number): number => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((state / 2_147_483_648) * below);
    };
    const press = (key: string, count: number, options: KeyboardEventInit = {}): void => {
      for (let step = 0; step < count; step += 1)
        grid.dispatchEvent(
          new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...options }),
        );
    };
    const clip = (kind: 'copy' | 'paste', text = ''): string => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', text);
      grid.dispatchEvent(new ClipboardEvent(kind, { clipboardData, bubbles: true, cancelable: true }));
      return clipboardData.getData('text/plain');
    };
    const at = { line: 0, column: 0 };
    const walk = (): void => {
      const line = Math.max(0, Math.min(lines - 1, at.line + random(7) - 3));
      const column = Math.max(0, Math.min(columns - 1, at.column + random(7) - 3));
      press(line > at.line ? 'ArrowDown' : 'ArrowUp', Math.abs(line - at.line));
      press(column > at.column ? 'ArrowRight' : 'ArrowLeft', Math.abs(column - at.column));
      Object.assign(at, { line, column });
    };
    const changed = (cell: string): string =>
      String(Math.max(10, Math.round(Number(cell) * (0.8 + random(40) / 100))));
    const endsAt = performance.now() + seconds * 1_000;
    let cellCount = 0;
    while (performance.now() < endsAt) {
      walk();
      press('ArrowDown', 4, { shiftKey: true });
      press('ArrowRight', 4, { shiftKey: true });
      const rows = clip('copy').trimEnd().split('\r\n');
      const next = rows.map((row) => row.split('\t').map(changed));
      clip('paste', next.map((row) => row.join('\t')).join('\r\n'));
      press('ArrowUp', 4, { shiftKey: true });
      press('ArrowLeft', 4, { shiftKey: true });
      cellCount += next.flat().length;
      await new Promise((resolve) => setTimeout(resolve, 8));
    }
    return cellCount;
  }, about);
