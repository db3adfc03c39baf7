import type { IssueCode, Severity } from '../issue.ts';
import type { CharsetName } from './charset.ts';
import { type Delimiters, isSameDelimiters } from './dialect.ts';
import { type Header, looksLikeHeader, opensInterchange, readHeader } from './header.ts';
import { Input, UnitCount } from './input.ts';
import {
  blankKinds,
  componentKind,
  elementKind,
  fillKinds,
  gapKinds,
  lineBreakKind,
  plain,
  releaseKind,
  segmentKind,
} from './kinds.ts';
import { Segment } from './segment.ts';
import { numbersFor, type Stretch } from './segment-records.ts';
import type { SegmentSink } from './segment-sink.ts';
import { ShortTexts } from './short-texts.ts';
import { TagTexts } from './tag-texts.ts';

const pieceBytes = 65_536;
/** Headers that are none: so many are explained, the rest is junk. */
const malformedMax = 1_000;
const binaryLengthPattern = /^\d{1,9}$/;

/**
 * Cuts bytes into segments, whatever the size of the chunks they arrive in. Memory is bounded by the longest segment
 * (`segmentBytesMax`). Offsets of separators lie in one reused Int32Array; strings are made on access only.
 */
export class SegmentReader {
  /** Byte of the current segment's first letter, counted from the start of the data. */
  offset = 0;
  delimiters: Delimiters | undefined;
  isWrapped = false;
  /** Something in it needs a closer look: repetitions, released or control characters, line breaks. */
  isSpecial = false;
  hasComponents = false;

  readonly #sink: SegmentSink;
  readonly #segmentBytesMax: number;
  readonly #charset: CharsetName | undefined;
  readonly #kinds = new Uint8Array(256);
  #window: Buffer = Buffer.alloc(0);
  #filled = 0;
  #base = 0;
  #text: string | undefined;
  #stretch: Stretch | undefined;
  #separators = new Int32Array(64);
  #separatorCount = 0;
  #start = 0;
  #end = 0;
  #scan = 0;
  #mode: 'seek' | 'gap' | 'segment' = 'seek';
  /** What was found between segments, and where: it is opened next. */
  #found: { at: number; header: Header } | undefined;
  #isHeaderNext = false;
  #isX12 = false;
  #componentByte = 0;
  #junkFrom: number | undefined;
  #sawInterchange = false;
  #malformedCount = 0;
  readonly #tags = new TagTexts();
  readonly #values = new ShortTexts();
  readonly #input = new Input();
  #isWide = false;
  readonly #units = new UnitCount();

  constructor(
    sink: SegmentSink,
    {
      segmentBytesMax = 8_388_608,
      charset,
    }: { segmentBytesMax?: number; charset?: CharsetName | undefined } = {},
  ) {
    this.#sink = sink;
    this.#charset = charset;
    this.#segmentBytesMax = segmentBytesMax;
  }

  /** Feeds the next bytes; complete segments are handed to the sink before it returns. */
  push(chunk: Uint8Array): void {
    this.#take(this.#input.push(chunk));
  }

  #take(bytes: Uint8Array): void {
    this.#isWide = this.#input.isWide;
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      this.#append(bytes.subarray(at, Math.min(bytes.length, at + pieceBytes)));
      this.#advance(false);
    }
  }

  /** No more bytes will come. */
  end(): void {
    this.#take(this.#input.end());
    this.#advance(true);
    if (this.#input.isBroken) {
      const why = 'the data is UTF-16 with half characters in it: send it again';
      this.#note('charset-broken', 'error', why, 0);
    }
    if (this.#mode === 'segment' && this.#filled > this.#start) {
      this.#note('no-final-terminator', 'warning', 'the last segment has no terminator', this.#filled);
      this.#end = this.#filled;
      this.#emit();
    }
    this.#reportJunk(this.#filled);
    if (!this.#sawInterchange) {
      this.#note('no-interchange', 'error', 'no interchange begins here: an ISA or a UNB is needed', 0);
    }
  }

  /** Forget the rest of this interchange and look for the next header. */
  seekInterchange(): void {
    this.#mode = 'seek';
  }

  get byteLength(): number {
    return this.#end - this.#start;
  }

  get #tagLength(): number {
    return (this.#separatorCount === 0 ? this.#end : (this.#separators[0] ?? this.#end)) - this.#start;
  }

  get tag(): string {
    const length = this.#tagLength;
    const first = this.#start + length;
    if (this.isWrapped || length > 3 || (length < 3 && !this.#isX12)) {
      return this.#isX12 && !this.isWrapped ? this.#slice(this.#start, first) : this.toSegment().tag;
    }
    return this.#tags.of(this.#window, this.#start, first);
  }

  get firstByte(): number {
    return this.#window[this.#start] as number;
  }

  /** How many elements the segment has. */
  get count(): number {
    return this.#separatorCount;
  }

  /** The element as on the wire, '' when absent; counted from 1. */
  element(position: number): string {
    if (position > this.#separatorCount) return '';
    return this.#slice(this.#startOf(position), this.#endOf(position));
  }

  /** The element as the partner meant it; see `Segment.value`. Short ones are made once for all that are the same. */
  value(position: number): string {
    if (this.isSpecial) return this.toSegment().value(position);
    return position > this.#separatorCount
      ? ''
      : this.#shared(this.#startOf(position), this.#endOf(position));
  }

  /** One component of an element; see `Segment.component`. */
  component(position: number, component: number): string {
    if (this.isSpecial) return this.toSegment().component(position, component);
    if (position > this.#separatorCount) return '';
    const end = this.#endOf(position);
    let start = this.#startOf(position);
    if (!this.hasComponents) return component === 1 ? this.#shared(start, end) : '';
    let number = 1;
    let at = start;
    for (; at < end; at++) {
      if (this.#window[at] !== this.#componentByte) continue;
      if (number++ === component) return this.#shared(start, at);
      start = at + 1;
    }
    return number === component ? this.#shared(start, at) : '';
  }

  /** Byte at which the element starts; see `Segment.offsetOf`. */
  offsetOf(position: number, component = 1): number {
    if (this.isSpecial || this.#isWide || component > 1)
      return this.toSegment().offsetOf(position, component);
    return this.#base + (position > this.#separatorCount ? this.#end : this.#startOf(position));
  }

  #startOf(position: number): number {
    return (this.#separators[position - 1] as number) + 1;
  }

  #endOf(position: number): number {
    return position === this.#separatorCount ? this.#end : (this.#separators[position] as number);
  }

  #shared(from: number, until: number): string {
    return this.#values.of(this.#window, { from, until, text: this.#windowText });
  }

  /** The bytes in which the segment lies, and in them the separators in front of its elements. */
  get bytes(): Uint8Array {
    return this.#window;
  }

  get componentByte(): number {
    return this.#componentByte;
  }

  get separators(): Int32Array {
    return this.#separators;
  }

  /** A copy that stays when the reader goes on. */
  toSegment(): Segment {
    const raw = this.#slice(this.#start, this.#end);
    const delimiters = this.delimiters as Delimiters;
    const isPlainTag = !this.isWrapped && (this.#isX12 || this.#tagLength === 3);
    const tag = isPlainTag ? this.tag : undefined;
    const { isWrapped, offset } = this;
    return new Segment({ raw, offset, delimiters, isWrapped, tag, isWide: this.#isWide });
  }

  /** True when the data came in 16 bits a character. */
  get isWide(): boolean {
    return this.#isWide;
  }

  /** The text around the segment, which stays when the reader goes on. */
  get stretch(): Stretch {
    this.#stretch ??= {
      text: this.#windowText,
      base: this.#base,
      numbers: numbersFor(this.#filled - this.#start),
      used: 0,
    };
    return this.#stretch;
  }

  get #windowText(): string {
    this.#text ??= this.#window.toString('latin1', 0, this.#filled);
    return this.#text;
  }

  /** Where the segment lies in its stretch, and in the bytes. */
  get startInStretch(): number {
    return this.#start;
  }

  get endInStretch(): number {
    return this.#end;
  }

  #slice(start: number, end: number): string {
    return this.#windowText.substring(start, end);
  }

  #append(piece: Uint8Array): void {
    const keepFrom = this.#mode === 'segment' ? this.#start : Math.min(this.#scan, this.#filled);
    if (keepFrom > 0) this.#compact(keepFrom);
    if (this.#filled + piece.length > this.#window.length) {
      const larger = Buffer.alloc(Math.max(this.#window.length * 2, this.#filled + piece.length));
      this.#window.copy(larger, 0, 0, this.#filled);
      this.#window = larger;
    }
    this.#window.set(piece, this.#filled);
    this.#filled += piece.length;
    this.#text = undefined;
    this.#stretch = undefined;
  }

  #compact(keepFrom: number): void {
    if (this.#isWide) this.#units.count(keepFrom, this.#window, this.#base);
    this.#window.copyWithin(0, keepFrom, this.#filled);
    this.#filled -= keepFrom;
    this.#base += keepFrom;
    this.#start -= keepFrom;
    this.#scan -= keepFrom;
    if (this.#junkFrom !== undefined) this.#junkFrom -= keepFrom;
    for (let index = 0; index < this.#separatorCount; index++) {
      this.#separators[index] = (this.#separators[index] ?? 0) - keepFrom;
    }
  }

  #advance(isLast: boolean): void {
    for (;;) {
      const isReady =
        this.#mode === 'seek' ? this.#seek(isLast) : this.#mode === 'gap' ? this.#gap(isLast) : this.#cut();
      if (!isReady) return;
    }
  }

  /** Looks for the next header; whatever else stands there is junk. */
  #seek(isLast: boolean): boolean {
    const bytes = this.#window;
    let at = this.#scan;
    for (; at < this.#filled; at++) {
      const byte = bytes[at] ?? 0;
      if (byte === 0x49 || byte === 0x55) {
        if (this.#filled - at < 4 && !isLast) break;
        if (opensInterchange(bytes, at) && this.#openHeader(at, isLast)) return this.#mode !== 'seek';
      }
      const isByteOrderMark = byte === 0xef || byte === 0xbb || byte === 0xbf;
      if (blankKinds[byte] === 0 && !isByteOrderMark) this.#junkFrom ??= at;
    }
    this.#scan = at;
    return false;
  }

  /** True when the search ends here for now: a header was found, or more bytes are needed. */
  #openHeader(at: number, isLast: boolean): boolean {
    const isExplained = this.#malformedCount < malformedMax;
    if (!isExplained && !looksLikeHeader(this.#window, at)) return false;
    const header =
      this.#found?.at === at
        ? this.#found.header
        : readHeader(this.#window, { at, end: this.#filled, isLast });
    this.#found = undefined;
    if (header.found === 'nothing') return false;
    this.#scan = at;
    if (header.found === 'more') return true;
    this.#sawInterchange = true;
    if (header.found === 'malformed') {
      this.#malformedCount++;
      const { why } = header;
      if (isExplained) this.#note('header-malformed', 'error', typeof why === 'string' ? why : why(), at);
      return false;
    }
    this.#reportJunk(at);
    if (header.warning !== undefined) this.#note('header-width', 'warning', header.warning, at);
    const agreed = header.dialect.name === 'x12' ? this.#charset : header.delimiters.charset;
    const charset = this.#input.encoding === 'bytes' ? agreed : 'UTF-8';
    const delimiters = this.#useDelimiters({ ...header.delimiters, charset });
    this.#isX12 = header.dialect.name === 'x12';
    this.#scan = at + header.skipBytes;
    this.#mode = 'gap';
    this.#isHeaderNext = true;
    this.#sink.header(header.dialect, delimiters);
    return true;
  }

  #useDelimiters(delimiters: Delimiters): Delimiters {
    if (this.delimiters !== undefined && isSameDelimiters(this.delimiters, delimiters))
      return this.delimiters;
    this.delimiters = delimiters;
    this.#componentByte = delimiters.component.charCodeAt(0);
    fillKinds(this.#kinds, delimiters);
    return delimiters;
  }

  /** Between segments: line breaks and indentation mean nothing. */
  #gap(isLast: boolean): boolean {
    const bytes = this.#window;
    let at = this.#scan;
    while (at < this.#filled && blankKinds[bytes[at] ?? 0] === 1) at++;
    this.#scan = at;
    if (at >= this.#filled) return false;
    if (!this.#isHeaderNext && (bytes[at] === 0x49 || bytes[at] === 0x55)) {
      if (this.#filled - at < 4 && !isLast) return false;
      if (opensInterchange(bytes, at) && (looksLikeHeader(bytes, at) || this.#filled - at < 7)) {
        const header = readHeader(bytes, { at, end: this.#filled, isLast });
        if (header.found === 'more') return false;
        if (header.found === 'header') {
          this.#found = { at, header };
          this.#mode = 'seek';
          return true;
        }
      }
    }
    this.#isHeaderNext = false;
    this.#begin(at);
    return true;
  }

  #begin(at: number): void {
    this.#mode = 'segment';
    this.#start = at;
    this.#separatorCount = 0;
    this.isWrapped = false;
    this.isSpecial = false;
    this.hasComponents = false;
  }

  /** The hot loop: one table look-up per byte. False when the segment is not complete yet. */
  #cut(): boolean {
    const bytes = this.#window;
    const kinds = this.#kinds;
    const filled = this.#filled;
    let separators = this.#separators;
    let count = this.#separatorCount;
    let at = this.#scan;
    while (at < filled) {
      // A small loop of its own, so that nothing but bytes and kinds is looked at in it.
      let kind = kinds[bytes[at] as number];
      while (kind === plain && ++at < filled) kind = kinds[bytes[at] as number];
      if (kind === plain) break;
      if (kind === elementKind) {
        if (count === separators.length) separators = this.#growSeparators();
        separators[count++] = at++;
        if (count <= 3 && count >= 2 && bytes[this.#start] === 0x42 && this.#isX12) {
          this.#separatorCount = count;
          at = this.#skipBinary(at);
          if (at > separators[count - 1]! + 1) this.isSpecial = true;
        }
      } else if (kind === componentKind) {
        this.hasComponents = true;
        at++;
      } else if (kind === segmentKind) {
        this.#separatorCount = count;
        this.#end = at;
        this.#scan = at + 1;
        this.#mode = 'gap';
        this.#emit();
        // The next segment often follows at once, and is no header: it is then cut here.
        if (this.#mode !== 'gap' || !this.#startsAt(at + 1)) return true;
        count = 0;
        separators = this.#separators;
        at++;
      } else if (kind === releaseKind) {
        this.isSpecial = true;
        // A line may be wrapped between the release character and the one that it releases.
        let released = at + 1;
        while (released < filled && kinds[bytes[released] as number] === lineBreakKind) released++;
        if (released >= filled) break;
        if (released > at + 1) this.isWrapped = true;
        at = released + 1;
      } else {
        this.isSpecial = true;
        if (kind === lineBreakKind) this.isWrapped = true;
        at++;
      }
    }
    this.#separatorCount = count;
    this.#scan = at;
    return this.#refuseIfTooLarge();
  }

  /** Opens a segment where neither a header nor a blank can be; false leaves that to `#gap`. */
  #startsAt(at: number): boolean {
    if (at >= this.#filled || this.#isHeaderNext) return false;
    if (gapKinds[this.#window[at] as number] === 1) return false;
    this.#scan = at;
    this.#begin(at);
    return true;
  }

  #growSeparators(): Int32Array<ArrayBuffer> {
    const larger = new Int32Array(this.#separators.length * 2);
    larger.set(this.#separators);
    this.#separators = larger;
    return larger;
  }

  /** BIN01 and BDS02 say how many bytes of anything follow (X12.6, binary data element). */
  #skipBinary(at: number): number {
    const tag = this.#window.toString('latin1', this.#start, this.#start + 4).slice(0, 3);
    const isBinary =
      (tag === 'BIN' && this.#separatorCount === 2) || (tag === 'BDS' && this.#separatorCount === 3);
    if (!isBinary) return at;
    const from = this.#separators[this.#separatorCount - 2] ?? 0;
    const text = this.#window.toString('latin1', from + 1, at - 1);
    if (binaryLengthPattern.test(text) && Number(text) <= this.#segmentBytesMax) return at + Number(text);
    this.#note(
      'binary-length',
      'error',
      `"${text.slice(0, 20)}" is no usable length of binary data`,
      from + 1,
    );
    return at;
  }

  #refuseIfTooLarge(): boolean {
    if (this.#filled - this.#start <= this.#segmentBytesMax) return false;
    const why = `a segment is longer than ${this.#segmentBytesMax} bytes: its terminator seems to be missing`;
    this.#note('segment-too-large', 'error', why, this.#start);
    this.#mode = 'seek';
    this.#scan = Math.min(this.#scan, this.#filled);
    this.#junkFrom = undefined;
    return true;
  }

  #emit(): void {
    if (this.#isWide) this.#units.count(this.#start, this.#window, this.#base);
    this.offset = this.#isWide ? 2 * this.#units.counted : this.#base + this.#start;
    this.#sink.segment(this);
  }

  /** Byte in the data as it was given, of a place in the window. */
  #offsetAt(at: number): number {
    return this.#isWide ? 2 * this.#units.before(at, this.#window, this.#base) : this.#base + at;
  }

  #reportJunk(until: number): void {
    if (this.#junkFrom === undefined) return;
    const count = until - this.#junkFrom;
    const why = `${count} bytes outside of any interchange were skipped`;
    this.#note('junk', 'warning', why, this.#junkFrom);
    this.#junkFrom = undefined;
  }

  #note(code: IssueCode, severity: Severity, message: string, at: number): void {
    this.#sink.note({ code, severity, message, offset: this.#offsetAt(at) });
  }
}
