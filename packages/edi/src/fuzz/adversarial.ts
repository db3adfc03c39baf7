/** Inputs that are expensive for a careless reader; each takes the wanted size in bytes and gives about that many. */
type Shape = (bytes: number) => string;

const isa = (version = '00401', repetition = 'U', reference = '000000001'): string =>
  `ISA*00*          *00*          *ZZ*BUYER          *ZZ*SUPPLIER       *261122*1015*${repetition}*${version}*${reference}*0*P*>~`;
const gs = (type: string, version = '004010'): string => `GS*${type}*A*B*20261122*1015*1*X*${version}~`;
const unb = "UNB+UNOA:3+A+B+261122:1015+1'";
const fill = (text: string, bytes: number): string =>
  text.repeat(Math.max(1, Math.ceil(bytes / text.length)));
const numbered = (text: (number: number) => string, bytes: number): string => {
  const parts: string[] = [];
  for (let number = 1, length = 0; length < bytes; number++) {
    const part = text(number);
    length += part.length;
    parts.push(part);
  }
  return parts.join('');
};
const in850 = (body: string): string => `${isa()}${gs('PO')}ST*850*0001~BEG*00*SA*1**20261122~${body}`;
const in5010 = (body: string): string => `${isa('00501', '^')}${gs('PO', '005010')}ST*850*0001~${body}`;
const in856 = (body: string): string => `${isa()}${gs('SH')}ST*856*0001~BSN*00*1*20261122*1015~${body}`;
const inOrders = (body: string): string => `${unb}UNH+1+ORDERS:D:96A:UN'BGM+220+1+9'${body}`;

export const adversarialShapes: Readonly<Record<string, Shape>> = {
  'a segment that never ends': (bytes) => in850(fill('A', bytes)),
  'separators only': (bytes) => in850(`PO1${fill('*', bytes)}~`),
  'separators in many segments': (bytes) => in850(fill(`PO1${'*'.repeat(200)}~`, bytes)),
  'terminators only': (bytes) => in850(fill('~', bytes)),
  'components only': (bytes) => in850(`PO1*1*${fill('>', bytes)}~`),
  'composites of components only': (bytes) => inOrders(`NAD+BY+${fill(':', bytes)}'`),
  'repetitions only': (bytes) => in5010(`BEG*00*SA*${fill('^', bytes)}~`),
  'releases only': (bytes) => inOrders(`FTX+AAA+++${fill('?', bytes)}'`),
  'released separators': (bytes) => inOrders(`FTX+AAA+++${fill("?'?+", bytes)}'`),
  'releases that never end': (bytes) => unb + fill('?', bytes),
  'a number that is none': (bytes) => in850(`PO1*1*${fill('1', bytes)}x~`),
  'a marked number that is none': (bytes) => inOrders(`LIN+1'QTY+21:${fill('1', bytes)}x'`),
  'blanks inside the envelope': (bytes) => `${isa()}GS*PO*A${fill(' ', bytes)}B*C*20261122*1015*1*X*004010~`,
  'blanks behind a UNA': (bytes) => `UNA:+.? '${fill(' ', bytes)}`,
  'blanks between segments': (bytes) => in850(fill(' \n', bytes)),
  'lines in a segment': (bytes) => in850(`PO1*1*${fill('\n1', bytes)}~`),
  'nested LS loops': (bytes) => in850(fill('LS*1~', bytes)),
  'a chain of HL': (bytes) => in856(numbered((id) => `HL*${id}*${id - 1 || ''}*${'SOPI'[id % 4]}*1~`, bytes)),
  'HL that are their own parents': (bytes) => in856(fill('HL*1*1*S*1~', bytes)),
  'sets with one number': (bytes) => `${isa()}${gs('PO')}${fill('ST*850*0001~SE*2*0001~', bytes)}`,
  'interchanges with one number': (bytes) => fill(`${isa()}IEA*0*000000001~`, bytes),
  'interchanges that never end': (bytes) => fill(isa(), bytes),
  'interchanges with one message': (bytes) =>
    fill(`${isa()}${gs('PO')}ST*850*0001~SE*2*0001~GE*1*1~IEA*1*000000001~`, bytes),
  'interchanges of changing delimiters': (bytes) =>
    numbered(
      (number) =>
        `${unb}UNH+1+ORDERS:D:96A:UN'UNZ+1+1'`
          .replaceAll("'", number % 2 ? "'" : '!')
          .replace(/^/, number % 2 ? '' : 'UNA:+.? !'),
      bytes,
    ),
  'groups with one number': (bytes) => isa() + fill(`${gs('PO')}GE*0*1~`, bytes),
  'ISA after ISA': (bytes) => fill('ISA*', bytes),
  'ISA of every width': (bytes) => fill('ISA*00*          *00* ', bytes),
  'UNA after UNA': (bytes) => fill('UNA', bytes),
  'UNA that announce nothing': (bytes) => fill("UNA:+.? '", bytes),
  'UNB after UNB': (bytes) => fill('UNB+', bytes),
  'headers among segments': (bytes) => in850(fill('ISA*1~', bytes)),
  'groups in groups': (bytes) => unb + fill("UNG+A+B+C+261122:1015+1+UN+D:96A'", bytes),
  'messages in messages': (bytes) => unb + fill("UNH+1+ORDERS:D:96A:UN'", bytes),
  'loops that close and open': (bytes) => in850(fill('PO1*1*1*EA~N1*ST*A~PID*F****A~N9*L1*1~MSG*A~', bytes)),
  'segments in the wrong order': (bytes) => in850(fill('CTT*1~BEG*00*SA*1**20261122~N4*A~', bytes)),
  'unknown segments': (bytes) => in850(numbered((id) => `Q${id}*1~`, bytes)),
  'elements that are wrong': (bytes) => in850(fill('PO1*1*x*x*x*x*x*x*x*x~DTM*1*1*1*1*1~', bytes)),
  'elements that are wrong in EDIFACT': (bytes) =>
    inOrders(fill("LIN+x+x+x:x:x+x:x'QTY+x:x:x'DTM+x:x:x'", bytes)),
  'binary data in binary data': (bytes) => in850(fill('BIN*9*BIN*9*BIN~', bytes)),
  'binary data without an end': (bytes) => in850(`BIN*8000000*${fill('~', bytes)}`),
  'segments outside of messages': (bytes) => isa() + fill('PO1*1~', bytes),
  'zero bytes': (bytes) => in850(fill('\0', bytes)),
  'bytes of no interchange': (bytes) => fill('I U S N', bytes),
};
