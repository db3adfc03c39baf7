import type { Tools } from '../tools.ts';

/** Marks messages whose acknowledgement did not come in the agreed time; each is an alarm once. Returns how many. */
export async function checkOverdue({ database, clock, log }: Tools): Promise<number> {
  const rows = await database.query<{ message_id: string; name: string; control_number: string }>(
    `update messages set acknowledgement = 'overdue' from agreements
     where agreements.agreement_id = messages.agreement_id and acknowledgement = 'expected'
       and acknowledgement_due_at <= $1
     returning message_id, agreements.name, control_number`,
    [clock.now()],
  );
  for (const { message_id: messageId, name, control_number: controlNumber } of rows) {
    log.warn({ messageId, agreement: name, controlNumber }, 'a partner did not acknowledge in time');
  }
  return rows.length;
}
