import type { IssueCode } from '../issue.ts';

/** AK304 and IK304: what is wrong with a segment. */
export const segmentCodes: Partial<Record<IssueCode, string>> = {
  'segment-unknown': '1',
  'segment-unexpected': '2',
  'segment-missing': '3',
  'loop-too-often': '4',
  'segment-too-often': '5',
  'segment-not-in-message': '6',
  'segment-out-of-order': '7',
  'segment-empty': '8',
};

/** AK403 and IK403: what is wrong with an element. 12 and 13 exist from 005010 on only. */
export const elementCodes: Partial<Record<IssueCode, string>> = {
  'element-missing': '1',
  'value-missing': '1',
  'element-condition': '2',
  'element-too-many': '3',
  'element-too-short': '4',
  'element-too-long': '5',
  'element-characters': '6',
  'element-code': '7',
  'document-invalid': '7',
  'element-date': '8',
  'element-time': '9',
  'check-digit-wrong': '7',
  'hierarchy-wrong': '7',
  'balance-wrong': '7',
  'element-exclusive': '10',
  'element-repeated': '12',
  'component-too-many': '13',
};

/** AK502 and IK502: what is wrong with a set. */
export const messageCodes: Partial<Record<IssueCode, string>> = {
  'message-not-supported': '1',
  'version-not-supported': '1',
  'message-trailer-missing': '2',
  'message-reference-differs': '3',
  'message-count-wrong': '4',
  'message-reference-missing': '7',
  'message-duplicate': '23',
};
export const messageHasSegmentErrors = '5';

/** AK905: what is wrong with a group. 19 exists from 005010 on only. */
export const groupCodes: Partial<Record<IssueCode, string>> = {
  'group-type-wrong': '1',
  'group-trailer-missing': '3',
  'group-reference-differs': '4',
  'group-count-wrong': '5',
  'group-duplicate': '19',
};

export const segmentMeanings: Readonly<Record<string, string>> = {
  1: 'the segment is not known',
  2: 'the segment was not expected here',
  3: 'a mandatory segment is missing',
  4: 'the loop comes too often',
  5: 'the segment comes too often',
  6: 'the segment does not belong to this set',
  7: 'the segment is out of order',
  8: 'the segment has errors in its elements',
  I4: 'the segment is not used by the agreed guide',
  I6: 'a segment that another one needs is missing',
  I7: 'the loop comes too seldom',
  I8: 'the segment comes too seldom',
  I9: 'a loop or segment that the agreed guide forbids here',
};

export const elementMeanings: Readonly<Record<string, string>> = {
  1: 'a mandatory element is missing',
  2: 'an element that another one needs is missing',
  3: 'there are too many elements',
  4: 'the element is too short',
  5: 'the element is too long',
  6: 'the element holds a wrong character',
  7: 'the code is not known or not agreed',
  8: 'the date is wrong',
  9: 'the time is wrong',
  10: 'two elements exclude one another',
  12: 'the element is repeated too often',
  13: 'there are too many components',
  I6: 'the code is not in the agreed guide',
  I9: 'the element is missing by the agreed guide',
  I10: 'the element is not used by the agreed guide',
  I11: 'the element comes too seldom by the agreed guide',
  I12: 'the pattern does not match',
  I13: 'an element that another one needs is missing by the agreed guide',
};

export const messageMeanings: Readonly<Record<string, string>> = {
  1: 'the set is not supported',
  2: 'the end of the set is missing',
  3: 'the control numbers at both ends of the set differ',
  4: 'the number of segments is wrong',
  5: 'segments have errors',
  6: 'the set identifier is missing or wrong',
  7: 'the control number of the set is missing or wrong',
  23: 'the control number of the set came before in its group',
};

export const groupMeanings: Readonly<Record<string, string>> = {
  1: 'the group is not supported',
  2: 'the version of the group is not supported',
  3: 'the end of the group is missing',
  4: 'the control numbers at both ends of the group differ',
  5: 'the number of sets is wrong',
  6: 'the control number of the group is wrong',
  19: 'the control number of the group came before in its interchange',
};
