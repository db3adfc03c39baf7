import { expect, test } from 'vitest';
import { isAgreedOrigin, isInnerAddress, resolveTarget } from './addresses.ts';

const inner = [
  ...['127.0.0.1', '127.255.255.254', '0.0.0.0', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
  ...[
    '169.254.169.254',
    '100.64.0.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '192.0.2.1',
    '203.0.113.9',
  ],
  ...[
    '::',
    '::1',
    'fe80::1',
    'fc00::1',
    'fd12::1',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '2001:db8::1',
  ],
  ...['64:ff9b::7f00:1', '2002:7f00:1::', '2001::1', '100::1', 'not an address'],
];

test.each(inner)('%s leads into our own house', (address) => {
  expect(isInnerAddress(address)).toBe(true);
});

test.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '192.169.0.1', '2606:4700::1111', '2a00:1450::1'])(
  '%s is outside',
  (address) => {
    expect(isInnerAddress(address)).toBe(false);
  },
);

test.each([
  ...['http://127.0.0.1/', 'http://2130706433/', 'http://0x7f.1/', 'http://0177.0.0.1/', 'http://127.1/'],
  ...[
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://localhost/',
    'http://LOCALHOST./',
    'https://[fd00::1]/',
  ],
  ...[
    'http://169.254.169.254/latest/meta-data',
    'http://user@8.8.8.8/',
    'ftp://8.8.8.8/',
    'http://0/',
    'http://10.1/',
  ],
])('%s is not called', async (url) => {
  await expect(resolveTarget(url, { allowPrivateAddresses: false })).rejects.toThrow();
});

test('where the agreement allows it, a private address is called', async () => {
  const target = await resolveTarget('http://127.0.0.1:8080/as2', { allowPrivateAddresses: true });
  expect(target).toMatchObject({ address: '127.0.0.1', family: 4 });
});

test('receipts go to the origin of the partner or one that the agreement names, and to no other', () => {
  const agreed = { url: 'https://mill.example/as2', receiptOrigins: ['https://mdn.mill.example:8443'] };
  expect(isAgreedOrigin('https://mill.example/receipts?x=1', agreed)).toBe(true);
  expect(isAgreedOrigin('https://mdn.mill.example:8443/', agreed)).toBe(true);
  const others = [
    ...['http://mill.example/', 'https://mill.example:444/', 'https://mill.example.evil.example/'],
    ...[
      'https://mill.example@evil.example/',
      'https://user:x@mill.example/',
      '//mill.example/',
      'javascript:1',
      '',
    ],
    ...['https://mdn.mill.example/', 'https://evil.example/#https://mill.example'],
  ];
  for (const other of others) expect(isAgreedOrigin(other, agreed)).toBe(false);
});
