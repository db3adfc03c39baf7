import type { MessagePage } from './message-page.ts';
import { returnCodes, returnPlaces } from './return-words.ts';

export const retinsPage: MessagePage = {
  set: 'RETINS',
  title: 'instruction for returns',
  places: returnPlaces('instruction'),
  codesIntroduction:
    'Roles, item numbers and units are those of the ORDERS. In D.96A it travels as EANCOM 1997 has it. A reason without a code is not exchanged unless one is agreed.',
  codes: returnCodes('instruction'),
};
