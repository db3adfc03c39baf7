import { standardSchemas } from '@coplan/edi';
import { expect, test } from 'vitest';
import { agreementProfile, defaultProfile } from '../agreement-profile.ts';
import type { AgreementTerms } from '../agreement-terms.ts';
import { toHtml, toMarkdown } from '../blocks/blocks.ts';
import { mappedMessages } from '../mapped-messages.ts';
import { exampleMessage } from './example-message.ts';
import { exampleDocuments } from './examples.ts';
import { guidePage } from './guide-page.ts';

const terms: AgreementTerms = {
  localName: 'Mill Foods',
  partnerName: 'North Retail',
  envelope: {
    local: { qualifier: '14', id: '4006381333924' },
    partner: { qualifier: 'ZZ', id: 'NORTHRETAIL', groupId: 'NORTH' },
  },
  usage: 'production',
  profile: defaultProfile,
  sets: [{ type: '850', direction: 'from-partner' }],
};

test('the guide names the envelope, each element with its need, codes and example, and shows a whole message', () => {
  const page = toMarkdown(guidePage(terms));
  expect(page).toContain('| North Retail | qualifier ZZ, id NORTHRETAIL, in the group NORTH |');
  expect(page).toContain(
    '| PO1 | PO102 | ordered quantity | R 1–15 | always |  | 48 | lines[].ordered.amountMilli |',
  );
  expect(page).toContain('| PO1 | PO103 | unit of measure | ID 2–2 | always | EA, PK, CA,');
  expect(page).toContain('| N1 | N104 | id code | AN 2–80 | where it applies |');
  expect(page).toContain('GS*PO*NORTH*4006381333924*');
});

test('what a partner agreed on otherwise stands in his guide', () => {
  const profile = agreementProfile({
    itemIds: { gtin: ['EN'] },
    delimiters: { segment: '!' },
    partyIds: { code: ['93'] },
  });
  const page = toMarkdown(guidePage({ ...terms, profile }));
  expect(page).toContain('segment "!"');
  expect(page).toMatch(/PO1\*10\*48\*CA\*12\.5\*\*EN\*4006381333931/);
  expect(page).toContain('| party ids: code | 93 |');
});

test('as HTML it needs nothing else, and text of a partner is no markup', () => {
  const html = toHtml('Guide <1>', guidePage({ ...terms, partnerName: '<script>' }));
  expect(html).toContain('<title>Guide &lt;1&gt;</title>');
  expect(html).not.toContain('<script>');
  expect(html).toContain('@media print');
});

test.each(mappedMessages.map((mapped) => ({ mapped, type: mapped.mapping.type })))(
  'there is an example of a $type that its agreement writes and reads back',
  ({ mapped, type }) => {
    const dialect = /^\d/.test(type) ? 'x12' : 'edifact';
    const isYoung = standardSchemas(type, '004010') === 'unknown-version';
    const version = isYoung ? '005010' : '004010';
    const agreed = { ...terms, profile: agreementProfile({ dialect, version }) };
    const examples = exampleDocuments(mapped.documentType)
      .filter((document) => mapped.carries(document, agreed.profile))
      .map((document) => exampleMessage(mapped, document, { type, direction: 'from-partner' }, agreed))
      .filter((example) => example !== undefined);
    const why = `add a golden document of ${mapped.documentType} to companion-guide/examples.ts`;
    expect(examples.length, why).toBeGreaterThan(0);
    expect(mapped.mapping.read(examples[0]?.message as never, agreed.profile).document).toEqual(
      examples[0]?.document,
    );
  },
);
