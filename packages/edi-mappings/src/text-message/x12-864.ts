import { type TextMessage, textMessage } from '@coplan/documents';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { defineMapping } from '../mapping.ts';
import { optionalParty, writeParty } from '../parties.ts';
import { toCcyymmdd } from '../reading.ts';

const purposeList = ({ text }: AgreementProfile) =>
  codeList('purpose of the message', { message: text.purposes });

/** ASC X12 864 at 004010 and 005010. How a printer would lay the lines out is not kept. */
export const x12TextMessage = defineMapping<TextMessage>({
  type: '864',
  document: textMessage,
  read(root, from, profile) {
    const { dates, parties } = profile.text;
    const beginning = root.first('BMG');
    from.code(purposeList(profile), beginning, 1);
    const written = root.all('DTM').find(({ segment }) => dates.includes(segment.value(1)));
    return {
      documentType: 'text-message',
      subject: from.text(beginning, 2),
      writtenOn: from.optionalDate(written, 2, 'day of the message'),
      sender: optionalParty(from, root, parties.sender, profile),
      receiver: optionalParty(from, root, parties.receiver, profile),
      topics: root.loops('MIT').map((loop) => {
        const head = loop.first('MIT');
        return {
          reference: from.required(head, 1, 'number of the part'),
          title: from.text(head, 2),
          lines: loop.all('MSG').map((at) => from.required(at, 1, 'text')),
        };
      }),
    };
  },
  write({ subject, writtenOn, sender, receiver, topics }, to, profile) {
    const { purposes, dates, parties } = profile.text;
    to.segment('BMG', purposes[0], subject);
    if (writtenOn !== undefined) to.segment('DTM', dates[0], toCcyymmdd(writtenOn));
    if (sender !== undefined) writeParty(to, parties.sender[0], sender, profile);
    if (receiver !== undefined) writeParty(to, parties.receiver[0], receiver, profile);
    for (const { reference, title, lines } of topics) {
      to.segment('MIT', reference, title);
      for (const line of lines) to.segment('MSG', line);
    }
  },
});
