import type { Issue, WireSegment } from '@coplan/edi';
import type { UnitCode } from '@coplan/kernel';
import { type AgreementProfile, dialectOf } from './agreement-profile.ts';
import { decimalText } from './reading.ts';

/** Collects the segments of one message and adds what the agreement wants on top. */
export class Writing {
  readonly issues: Issue[] = [];
  readonly #type: string;
  readonly #profile: AgreementProfile;
  readonly #segments: WireSegment[] = [];
  readonly #isEdifact: boolean;

  constructor(type: string, profile: AgreementProfile) {
    this.#type = type;
    this.#profile = profile;
    this.#isEdifact = dialectOf(type) === 'edifact';
  }

  /** Elements in wire order; an array is a composite, undefined an empty element or component. */
  segment(tag: string, ...elements: (string | undefined | readonly (string | undefined)[])[]): void {
    const written = elements.map((element) =>
      typeof element === 'object' ? element.map((component) => component ?? '') : (element ?? ''),
    );
    this.#segments.push([tag, ...written]);
  }

  /** A number with the partner's decimal mark: 12500 with 3 decimals is "12.5", or "12,5". */
  decimal(scaled: number, decimals: number): string {
    const text = decimalText(scaled, decimals);
    return this.#isEdifact && this.#profile.edifact.delimiters.decimal === ','
      ? text.replace('.', ',')
      : text;
  }

  /** Data element 355, in EDIFACT 6411, for our unit. */
  unit(unit: UnitCode): string {
    const units = this.#isEdifact ? this.#profile.edifact.units : this.#profile.units;
    const [code] = units[unit];
    if (code === undefined) this.complain(`the unit ${unit} is not agreed with this partner`);
    return code ?? '';
  }

  /** How many segments there are so far with this tag. */
  count(tag: string): number {
    return this.#segments.filter((segment) => segment[0] === tag).length;
  }

  complain(message: string): void {
    const segmentIndex = this.#segments.length + 2;
    const place = { segment: this.#type, segmentIndex, offset: 0 };
    this.issues.push({ code: 'document-invalid', severity: 'error', message, place });
  }

  finish(): WireSegment[] {
    const { extraElements, extraSegments } = this.#profile;
    const segments = this.#segments.map((segment): WireSegment => {
      const wanted = extraElements.filter((extra) => extra.segment === segment[0]);
      if (wanted.length === 0) return segment;
      const [tag, ...elements] = segment;
      for (const { element, value } of wanted) {
        while (elements.length < element) elements.push('');
        if (elements[element - 1] === '') elements[element - 1] = value;
      }
      return [tag, ...elements];
    });
    for (const { after, segment } of extraSegments) {
      const at = segments.findIndex(([tag]) => tag === after);
      if (at >= 0) segments.splice(at + 1, 0, segment);
    }
    return segments;
  }
}
