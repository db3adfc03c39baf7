/** What segments are for, in words for people. X12 and EDIFACT share a few tags with the same sense. */
const x12Names = `
ISA interchange header
GS group header
TA1 interchange acknowledgement
ST message header
SE message trailer
ACK line item acknowledgement
AK1 group that is answered
AK2 message that is answered
AK3 segment with a fault
AK4 element with a fault
AK5 verdict on the message
AK9 verdict on the group
AMT amount
AT7 shipment status
AT8 weight and packages
B1 answer to a load tender
B10 shipment status message
B2 load tender
B2A purpose of the load tender
B3 freight invoice
BAK purchase order acknowledgement
BCA change acknowledgement
BCH purchase order change
BCT price catalogue
BEG purchase order
BFR planning schedule
BGN beginning
BIA inventory report
BIG invoice
BMG beginning
BPR payment
BPT product transfer
BRA receiving advice
BSN ship notice
BSS shipping schedule
CAD carrier
CTP price
CTT totals
CTX context of a fault
CUR currency
DTM date or time
FOB delivery terms
FST forecast
G62 date or time
HL level
IK3 segment with a fault
IK4 element with a fault
IK5 verdict on the message
IT1 invoice line
ITD payment terms
L11 reference
LIN item
LX line number
MAN marks and numbers
MEA measurement
MS1 place of the equipment
MS2 equipment
N1 party
N2 further names
N3 street
N4 city
N9 reference
NTE note
OTI original message
PER contact
PID description
PKG packaging
PO1 order line
PO3 further order detail
PO4 packing
POC order line change
PRF purchase order reference
QTY quantity
RCD received quantity
REF reference
RMR remittance item
S5 stop
SAC allowance or charge
SCH delivery schedule
SDP ship pattern
SDQ quantities by destination
SHP shipped or received
SLN sub-line
SN1 shipped quantity
TAX tax
TD1 packages and weight
TD3 equipment
TD4 hazard
TD5 routing
TDS total amount
TED fault in the business data
TRN trace
TXI tax
XPO preassigned order numbers
XQ reporting period
ZA product activity`;
const edifactNames = `
UNB interchange header
UNG group header
UNH message header
UNT message trailer
UNS section
AJT adjustment
ALC allowance or charge
ALI further information
BGM beginning of the message
CNI consignment
CNT control total
COM contact number
CPS packing level
CST customs
CTA contact
CUX currency
DLI document line
DOC document
DTM date or time
ERC application error
FTX text
GID goods
GIN identity numbers
GIR related numbers
HAN handling
IMD description
INV stock movement
LIN line
LOC place
MEA measurement
MKS market
MOA amount
NAD party
PAC packages
PAI payment
PAT payment terms
PCD percentage
PCI marks
PIA further item numbers
PRI price
QTY quantity
QVR difference in quantity
RFF reference
SCC schedule
SGP goods in equipment
STS status
TAX tax
TDT transport
TOD delivery terms
UCD element with a fault
UCF verdict on the group
UCI verdict on the interchange
UCM verdict on the message
UCS segment with a fault`;

const readNames = (table: string): ReadonlyMap<string, string> =>
  new Map(
    table
      .trim()
      .split('\n')
      .map((row) => {
        const space = row.indexOf(' ');
        return [row.slice(0, space), row.slice(space + 1)];
      }),
  );

const names = { x12: readNames(x12Names), edifact: readNames(edifactNames) };

/** What a segment is for; undefined where only its tag is known. */
export const segmentName = (dialect: 'x12' | 'edifact', tag: string): string | undefined =>
  names[dialect].get(tag);

/** ISA01 to ISA16 (X12.5), which no table of segments describes. */
export const isaElementNames: readonly string[] = [
  ...['authorisation qualifier', 'authorisation', 'security qualifier', 'security'],
  ...['sender qualifier', 'sender id', 'receiver qualifier', 'receiver id'],
  ...['date', 'time', 'standard or repetition separator', 'version', 'control number'],
  ...['acknowledgement requested', 'usage', 'component separator'],
];
