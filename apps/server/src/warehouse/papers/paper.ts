import { createRequire } from 'node:module';
import PdfDocument from 'pdfkit';
import type { Bars } from './barcode.ts';

const require = createRequire(import.meta.url);
const fonts = {
  plain: require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
  bold: require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'),
} as const;

export const mm = (millimetres: number): number => (millimetres * 72) / 25.4;

/** Sheets of our documents, in millimetres: a carton's label is A6, the rest A4. */
export const sheets = { a6: [105, 148], a4: [210, 297] } as const;

export type PaperSettings = {
  sheet: keyof typeof sheets;
  title: string;
  author: string;
  /** When what it says was so; it makes the file's date, so that the same facts give the same bytes. */
  at: Date;
};

/** A PDF that is drawn in millimetres from the upper left corner. */
export type Paper = {
  text(
    words: string,
    at: {
      x: number;
      y: number;
      width?: number;
      size: number;
      isBold?: boolean;
      align?: 'left' | 'right' | 'center';
    },
  ): void;
  /** How high the words would be in that width. */
  heightOf(words: string, about: { width: number; size: number }): number;
  rule(from: { x: number; y: number }, to: { x: number; y: number }, thickness?: number): void;
  box(at: { x: number; y: number; width: number; height: number }): void;
  bars(bars: Bars, at: { x: number; y: number; moduleMm: number; height: number }): void;
  newSheet(): void;
};

function paperOn(document: PDFKit.PDFDocument, sheet: PaperSettings['sheet']): Paper {
  const [width, height] = sheets[sheet];
  return {
    text(words, { x, y, width: wide, size, isBold = false, align = 'left' }) {
      document
        .font(isBold ? fonts.bold : fonts.plain)
        .fontSize(size)
        .text(words, mm(x), mm(y), {
          align,
          height: mm(height - y),
          ellipsis: true,
          ...(wide === undefined ? { lineBreak: false } : { width: mm(wide) }),
        });
    },
    heightOf: (words, { width: wide, size }) =>
      (document
        .font(fonts.plain)
        .fontSize(size)
        .heightOfString(words, { width: mm(wide) }) *
        25.4) /
      72,
    rule: (from, to, thickness = 0.2) =>
      void document
        .moveTo(mm(from.x), mm(from.y))
        .lineTo(mm(to.x), mm(to.y))
        .lineWidth(mm(thickness))
        .stroke(),
    box: (at) =>
      void document.rect(mm(at.x), mm(at.y), mm(at.width), mm(at.height)).lineWidth(mm(0.2)).stroke(),
    bars({ modules }, { x, y, moduleMm, height: high }) {
      let left = x;
      for (const [index, count] of modules.entries()) {
        if (index % 2 === 0) document.rect(mm(left), mm(y), mm(count * moduleMm), mm(high));
        left += count * moduleMm;
      }
      document.fill('black');
    },
    newSheet: () => void document.addPage({ size: [mm(width), mm(height)], margin: 0 }),
  };
}

/** Draws a PDF and answers with its bytes. Fonts are embedded as far as they are used, for names of every alphabet. */
export function drawPaper(settings: PaperSettings, draw: (paper: Paper) => void): Promise<Uint8Array> {
  const { sheet, title, author, at } = settings;
  const [width, height] = sheets[sheet];
  const document = new PdfDocument({
    size: [mm(width), mm(height)],
    margin: 0,
    info: { Title: title, Author: author, Creator: 'Coplan', CreationDate: at, ModDate: at },
  });
  const chunks: Uint8Array[] = [];
  const done = new Promise<Uint8Array>((resolve, reject) => {
    document.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.on('error', reject);
  });
  draw(paperOn(document, sheet));
  document.end();
  return done;
}
