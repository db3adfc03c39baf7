import { readAgreements } from '../agreements/agreement-store.ts';
import { permitted, router } from './trpc.ts';

/** The agreements of the organisation that asks. */
export const agreementsRouter = router({
  list: permitted('edi.read').query(async ({ ctx: { desk } }) => {
    const rows = await readAgreements({ query: desk.read }, desk.tools.dataFolder);
    return { rows: rows.map(({ folder: _folder, ...shown }) => shown) };
  }),
});
