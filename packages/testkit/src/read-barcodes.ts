import { inflateSync } from 'node:zlib';

/** A Code 128 symbol as a scanner finds it on a sheet; lengths in millimetres. */
export type ReadBarcode = {
  /** Function 1 in first place says that it is GS1-128; in the text it stands as the separator (29). */
  isGs1: boolean;
  text: string;
  moduleMm: number;
  heightMm: number;
  leftMm: number;
  rightMm: number;
};

/** Widths of bars and spaces of each code word (ISO/IEC 15417, table 1); 103 to 105 begin, the last ends. */
const widths = (
  '212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 ' +
  '123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 ' +
  '232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 ' +
  '313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 ' +
  '111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 ' +
  '111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 ' +
  '114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112'
).split(' ');
const [codeC, codeB, codeA, function1, startA, stop] = [99, 100, 101, 102, 103, 106] as const;
const sets = ['A', 'B', 'C'] as const;

function wordsOf(modules: readonly number[]): number[] {
  const words: number[] = [];
  for (let at = 0; at < modules.length; ) {
    const rest = modules.length - at;
    const long = rest === 7 ? 7 : 6;
    const word = widths.indexOf(modules.slice(at, at + long).join(''));
    if (word < 0) throw new Error(`bars ${at} to ${at + long} are no code word of Code 128`);
    words.push(word);
    at += long;
  }
  return words;
}

/** What the bars say. Throws where start, check character or stop is not right. */
export function readCode128(modules: readonly number[]): { isGs1: boolean; text: string } {
  const words = wordsOf(modules);
  const [start = 0, ...rest] = words;
  const [check, end] = rest.splice(-2);
  const sum = rest.reduce((total, word, index) => total + word * (index + 1), start) % 103;
  let set = sets[start - startA];
  if (set === undefined || end !== stop || check !== sum) throw new Error('start, check or stop is wrong');
  let text = '';
  for (const [index, word] of rest.entries()) {
    if (word === function1) text += index === 0 ? '' : '\u001d';
    else if (set === 'C') {
      if (word === codeB || word === codeA) set = word === codeB ? 'B' : 'A';
      else text += String(word).padStart(2, '0');
    } else if (word === codeC) set = 'C';
    else if (word < 96) text += String.fromCharCode(set === 'A' && word >= 64 ? word - 64 : word + 32);
    else throw new Error(`code word ${word} is not expected in set ${set}`);
  }
  return { isGs1: rest[0] === function1, text };
}

type Bar = { x: number; y: number; width: number; height: number };

/** Every drawing of a PDF, as its own words; what is no text or cannot be unpacked is left out. */
function drawingsOf(pdf: Uint8Array): string[] {
  const text = Buffer.from(pdf).toString('latin1');
  return [...text.matchAll(/\/Length (\d+)[^>]*>>\s*stream\r?\n/g)].flatMap((found) => {
    const from = found.index + found[0].length;
    const bytes = Buffer.from(text.slice(from, from + Number(found[1])), 'latin1');
    if (!found[0].includes('FlateDecode') && !text.slice(found.index - 80, from).includes('FlateDecode'))
      return [bytes.toString('latin1')];
    try {
      return [inflateSync(bytes).toString('latin1')];
    } catch {
      return [];
    }
  });
}

const barsOf = (drawing: string): Bar[] =>
  [...drawing.matchAll(/(-?[\d.]+) (-?[\d.]+) (-?[\d.]+) (-?[\d.]+) re\b/g)].map(
    ([, x, y, width, height]) => ({
      ...{ x: Number(x), y: Number(y), width: Number(width), height: Number(height) },
    }),
  );

function readSymbol(bars: readonly Bar[]): ReadBarcode {
  const sorted = [...bars].sort((left, right) => left.x - right.x);
  const module = Math.min(...sorted.map(({ width }) => width));
  const modules = sorted.flatMap(({ x, width }, index) => {
    const before = sorted[index - 1];
    const space = before === undefined ? [] : [x - before.x - before.width];
    return [...space, width].map((wide) => Math.round(wide / module));
  });
  const mm = (points: number): number => Math.round((points * 25.4 * 1000) / 72) / 1000;
  const [first, last] = [sorted[0], sorted.at(-1)];
  return {
    ...readCode128(modules),
    moduleMm: mm(module),
    heightMm: mm(first?.height ?? 0),
    leftMm: mm(first?.x ?? 0),
    rightMm: mm((last?.x ?? 0) + (last?.width ?? 0)),
  };
}

/** The Code 128 symbols that are drawn as bars in a PDF, sheet by sheet from above. Throws where one cannot be read. */
export const readBarcodes = (pdf: Uint8Array): ReadBarcode[][] =>
  drawingsOf(pdf)
    .map((drawing) => Map.groupBy(barsOf(drawing), ({ y, height }) => `${y} ${height}`))
    .map((symbols) => [...symbols.values()].filter((bars) => bars.length >= 10))
    .filter((symbols) => symbols.length > 0)
    .map((symbols) => symbols.sort((left, right) => (left[0]?.y ?? 0) - (right[0]?.y ?? 0)).map(readSymbol));
