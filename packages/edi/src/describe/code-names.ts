/**
 * Meanings of codes that people meet daily, by data element; only for reading, never for deciding: a code without a
 * meaning here is shown as it is. X12 elements by number (X12.3), EDIFACT ones by theirs (UN/EDCL).
 */
const x12Codes: Readonly<Record<string, string>> = {
  66: '1 DUNS number; 9 DUNS number with suffix; 91 assigned by the seller; 92 assigned by the buyer; UL GLN; ZZ agreed between the partners; 2 SCAC; 93 assigned by the sender of the message; 94 assigned by the recipient',
  88: 'GM SSCC-18; AA SSCC-18 as application identifier; UP UPC of the shipping container; CP carrier’s package number; SM shipper’s number',
  91: 'M motor; A air; R rail; S ocean; U private parcel service; H customer pick-up; L contract carrier',
  92: 'SA stand-alone order; NE new order; RL release; KN order; BK blanket order; DS drop shipment; RO rush order; CN consigned order; CF confirmation; OS special order',
  98: 'BY buyer; BT bill to; ST ship to; SF ship from; SU supplier; VN vendor; SE seller; RE remit to; CN consignee; SH shipper; CA carrier; MF manufacturer; OB ordered by; PE payee; PR payer; Z7 mark for; WH warehouse; RI remit to; FR message from; TO message to; RT returns to',
  128: 'PO purchase order; IV invoice; BM bill of lading; CN carrier’s reference; DP department; IA vendor number; VN vendor’s order; PD promotion; CO customer’s order; MR merchandise type; 19 division; IT internal customer number; SI shipper’s id; TN transaction number; LO load; PK packing list; 2I tracking number; AO appointment; ZZ agreed between the partners; CR customer reference; OQ order number; CT contract',
  143: '850 purchase order; 855 purchase order acknowledgement; 860 purchase order change; 865 change acknowledgement; 830 planning schedule; 862 shipping schedule; 852 product activity; 846 inventory report; 856 ship notice; 810 invoice; 820 remittance advice; 861 receiving advice; 824 application advice; 832 price catalogue; 204 load tender; 990 answer to a load tender; 214 shipment status; 210 freight invoice; 997 functional acknowledgement; 999 implementation acknowledgement',
  235: 'UP UPC-12; UK GTIN-14; EN EAN-13; IN buyer’s item number; BP buyer’s part number; VN vendor’s item number; VP vendor’s part number; UI UPC; UA UPC case code; CB buyer’s catalogue number; MG manufacturer’s number; PI purchaser’s item code; SK stock keeping unit; LT lot; SN serial number; EO EAN-8',
  353: '00 original; 01 cancellation; 02 addition; 04 change; 05 replacement; 06 confirmation; 07 duplicate; 08 status; 22 information copy; 44 rejection; 11 response; 14 advance notification; 15 resubmission; 19 seller’s initiative; 27 verify',
  355: 'EA each; CA case; CS case; CT carton; PK pack; BX box; PL pallet; DZ dozen; LB pound; KG kilogram; GR gram; LT litre; PC piece; UN unit; CF cubic foot; CR cubic metre; TO troy ounce; TN short ton; YD yard; FT foot; MR metre; GA gallon; OZ ounce',
  374: '002 delivery requested; 010 requested ship; 011 shipped; 017 estimated delivery; 067 current schedule delivery; 068 current schedule ship; 037 ship not before; 038 ship no later; 063 do not deliver after; 064 do not deliver before; 001 cancel after; 118 requested pick-up; 050 received; 035 delivered; 090 report start; 091 report end; 003 invoice; 004 purchase order; 007 effective; 036 expiration; 405 production; 582 report period; 069 promised delivery; 196 start; 197 end',
  479: 'PO purchase order; PR purchase order acknowledgement; PC purchase order change; CA change acknowledgement; PS planning schedule; SS shipping schedule; PD product activity; IB inventory report; SH ship notice; IN invoice; RA remittance advice; RC receiving advice; AG application advice; SC price catalogue; SM load tender; GF answer to a load tender; QM shipment status; IM freight invoice; FA functional acknowledgement',
  522: '1 line items total; TT total; GV gross value',
  587: 'AC accepted with changes; AD accepted with detail, no change; AE accepted with detail and exceptions; AH accepted, some lines held; AK accepted, no detail; AP accepted; AT accepted; RD rejected with detail; RJ rejected, no detail; RF rejected with detail; ZZ agreed between the partners',
  668: 'IA accepted; IB backordered; IC accepted, changes made; ID deleted; IE accepted, price pending; IF on hold, incomplete; IH on hold; IP accepted, price changed; IQ accepted, quantity changed; IR rejected; IS accepted, substitution made; DR accepted, date rescheduled; BP shipped in part, balance backordered; SP scheduled, date pending; AC accepted and shipped; R1 rejected, not a contract item; R2 rejected, invalid item; R3 rejected, invalid unit; IW on hold, waiver required',
  673: 'QA available; QS sold; QP on order; QO out of stock; QR received; QT adjusted; QI in transit; QC committed; QH held; QB beginning balance; QE ending balance; 33 on hand; 39 shipped; 87 received; 01 discrete; 17 on hand; TO total ordered; QW weeks of supply',
  715: 'A accepted; E accepted with errors; P partly accepted; R rejected; M authentication failed; W security check failed; X decryption failed',
  717: 'A accepted; E accepted with errors; R rejected; M authentication failed; W security check failed; X decryption failed',
  720: '1 unknown segment; 2 unexpected segment; 3 segment missing; 4 loop too often; 5 segment too often; 6 not in this message; 7 out of order; 8 element errors',
  723: '1 element missing; 2 conditionally required element missing; 3 too many elements; 4 too short; 5 too long; 6 wrong characters; 7 wrong code; 8 wrong date; 9 wrong time; 10 excluded by a condition',
  735: 'S shipment; O order; T tare; P pack; I item; A assembly; D component; E equipment',
  736: '0 nothing below; 1 levels below',
  647: '007 value missing; 010 total does not add up; 012 combination not allowed; 848 data incorrect; 024 other reason',
  755: 'DD distributor’s stock; MB manufacturer’s stock; PI product availability; SI seller’s stock; DR dealer’s stock',
  110: 'TA accepted; TC accepted with changes; TE accepted with errors; TR rejected; IA item accepted; IR item rejected; GA group accepted; GR group rejected',
};
const edifactCodes: Readonly<Record<string, string>> = {
  1001: '220 order; 221 blanket order; 224 rush order; 230 order change; 231 order response; 351 despatch advice; 380 invoice; 381 credit note; 241 delivery schedule; 242 delivery just in time; 236 delivery forecast; 35 inventory report; 73 sales data; 632 goods receipt; 481 remittance advice; 9 price catalogue; 70 application acknowledgement; 294 application error',
  1153: 'ON order; VN supplier’s order; DQ delivery note; AAK despatch advice; IV invoice; CT contract; CR customer reference; PL price list; AAS transport document; ACW earlier message; BO blanket order; VA VAT number; LI line; FC fiscal number',
  1225: '1 cancellation; 4 change; 5 replacement; 7 duplicate; 9 original; 27 not accepted; 29 accepted without change; 31 copy; 42 confirmation; 46 provisional',
  1229: '1 added; 2 deleted; 3 changed; 4 no action; 5 accepted; 6 accepted with changes; 7 not accepted; 10 not found; 24 backordered',
  '0083': '4 rejected; 7 acknowledged; 8 received',
  2005: '2 delivery requested; 4 ordered; 10 shipment requested; 11 despatched; 17 estimated delivery; 35 delivered; 36 expiry; 50 received; 61 cancel if not delivered by; 63 latest delivery; 64 earliest delivery; 67 current schedule delivery; 69 promised delivery; 132 estimated arrival; 137 date of the message; 157 valid from; 158 start of horizon; 159 end of horizon; 171 reference date; 194 start; 206 end; 90 start of report; 91 end of report; 366 sales date; 3 invoice date; 13 terms net due; 79 shipment scheduled',
  2379: '102 CCYYMMDD; 203 CCYYMMDDHHMM; 718 period CCYYMMDD-CCYYMMDD; 101 YYMMDD; 610 CCYYMM; 616 CCYYWW',
  3035: 'BY buyer; SU supplier; DP delivery party; IV invoicee; SE seller; UC ultimate consignee; ST ship to; SF ship from; CA carrier; CN consignee; CZ consignor; MS message sender; MR message recipient; PR payer; PE payee; WH warehouse; SH shipper; II issuer of invoice; UD ultimate customer',
  3055: '9 GS1; 91 assigned by the supplier; 92 assigned by the buyer; 260 EDItEUR; 5 ISO; 16 DUNS; 28 UPC',
  5025: '79 total line amount; 86 message total; 9 amount due; 125 taxable amount; 124 tax; 176 total tax; 203 line amount; 77 invoice amount; 39 total; 11 amount paid; 12 remitted; 52 discount; 131 charges and allowances; 204 allowance; 23 charge; 128 total',
  5125: 'AAA net price; AAB gross price; INF information; CAL calculation price; CT contract price; LIS list price',
  6063: '21 ordered; 12 despatched; 46 delivered; 47 invoiced; 48 received; 59 consumer units in a trade unit; 113 to be delivered; 194 received and accepted; 195 received, not accepted; 145 on hand; 153 sold; 70 cumulative received; 1 discrete; 3 cumulative; 192 free goods; 17 on hand; 83 backordered; 185 not delivered; 119 short shipped; 11 split; 52 per pack; 66 committed; 99 forecast; 79 previous cumulative; 182 counted',
  6069: '1 sum of quantities; 2 number of lines; 3 number of line and sub-items; 7 total gross weight; 11 number of packages; 16 total net weight',
  6411: 'PCE piece; KGM kilogram; GRM gram; LTR litre; CT carton; CS case; PK pack; PF pallet; MTR metre; MTQ cubic metre; DAY day; EA each; NAR number of articles; BX box; DZN dozen; TNE tonne',
  7065: '201 pallet ISO 1; 202 pallet ISO 0; CT carton; CS case; PK package; 09 returnable pallet; 08 one-way pallet; BX box; PX pallet; 200 half pallet; RO roll cage',
  7143: 'SRV GTIN; EN EAN; IN buyer’s item number; SA supplier’s item number; BP buyer’s part number; VP vendor’s part number; UP UPC; GB buyer’s group; MF manufacturer’s number; NB batch; PV promotion; SN serial number; CU consumer unit; DU despatch unit; GN national product group',
  7405: 'BJ SSCC; BN serial number; BX batch; AW licence plate',
  4347: '1 additional identification; 2 replaced by; 3 substituted for; 4 substitute; 5 product identification',
};

function readCodes(text: string): ReadonlyMap<string, string> {
  const codes = text.split('; ').map((entry) => {
    const space = entry.indexOf(' ');
    return [entry.slice(0, space), entry.slice(space + 1)] as const;
  });
  return new Map(codes);
}

const known = new Map<string, ReadonlyMap<string, string>>();

/** What a code of a data element means; undefined where it is none, or none that is listed here. */
export function codeName(
  dialect: 'x12' | 'edifact',
  elementNumber: number,
  code: string,
): string | undefined {
  const table = dialect === 'x12' ? x12Codes : edifactCodes;
  const number = dialect === 'x12' ? String(elementNumber) : String(elementNumber).padStart(4, '0');
  const text = table[number] ?? table[String(elementNumber)];
  if (text === undefined) return undefined;
  const key = `${dialect} ${number}`;
  const codes = known.get(key) ?? readCodes(text);
  known.set(key, codes);
  return codes.get(code);
}
