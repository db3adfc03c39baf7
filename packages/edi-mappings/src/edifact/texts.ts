export { joined, splitText } from '@coplan/edi';
