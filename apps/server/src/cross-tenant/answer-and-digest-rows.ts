import type { OrganisationId } from '@coplan/kernel';
import { makeApiKey, type Transaction } from '../platform/index.ts';
import type { TestApp } from '../test-app.ts';

const own = `(select current_setting('app.org')::uuid)`;

/** Workbooks, links and mails of one organisation, every text with the canary in it. */
async function addRows(app: TestApp, organisationId: OrganisationId, canary: string): Promise<void> {
  const context = app.contextFor(app.actorOf(organisationId, 'admin'));
  const { newId } = context;
  const now = context.clock.now();
  const insert = (tx: Transaction, sql: string, values: unknown[]) => tx.query(sql, values);
  await context.db.transaction(async (tx) => {
    const [userId, exportId, contactId, keyId] = [newId(), newId(), newId(), newId()];
    await insert(
      tx,
      `insert into digest_preferences (org_id, user_id, time_zone, daily_hour, quiet_from_hour, quiet_until_hour, frequencies)
       values (${own}, $1, 'UTC', 7, 0, 0, $2)`,
      [userId, JSON.stringify({ note: canary })],
    );
    await insert(
      tx,
      `insert into digest_marks (org_id, user_id, item_key, sent_at) values (${own}, $1, $2, $3)`,
      [userId, canary, now],
    );
    await insert(
      tx,
      `insert into xlsx_exports (id, org_id, agreement_id, agreement_version_id, purpose, token_hash, content, row_count,
         issued_at, issued_to)
       values ($1, ${own}, $2, $2, 'sales', $3, $4, 1, $5, $6)`,
      [exportId, newId(), makeApiKey().hash, Buffer.from(canary), now, canary],
    );
    await insert(
      tx,
      `insert into xlsx_uploads (id, org_id, export_id, sha256, file_name, state, changes, refusals, unchanged_count,
         uploaded_at, uploaded_by)
       values ($1, ${own}, $2, repeat('0', 64), $3, 'compared', '[]', '[]', 0, $4, $3)`,
      [newId(), exportId, canary, now],
    );
    await insert(
      tx,
      `insert into answer_contacts (id, org_id, name, email, created_at, created_by) values ($1, ${own}, $2, $3, $4, $2)`,
      [contactId, canary, `desk@${canary.toLowerCase()}.example`, now],
    );
    const { hash } = makeApiKey();
    await insert(
      tx,
      `insert into platform.api_keys (id, org_id, key_hash, name, roles, created_by, created_at, expires_at)
       values ($1, ${own}, $2, $3, array['answer'], $3, $4, $4)`,
      [keyId, hash, canary, now],
    );
    await insert(
      tx,
      `insert into answer_links (id, org_id, api_key_id, contact_id, agreement_id, purpose, request_id, asked_by,
         created_at, expires_at)
       values ($1, ${own}, $2, $3, $4, 'sales', $5, $6, $7, $7)`,
      [newId(), keyId, contactId, newId(), newId(), canary, now],
    );
    const address = `planner@${canary.toLowerCase()}.example`;
    await tx.sendMail({ key: canary, to: address, subject: canary, text: canary });
  });
}

/** For both sides of the victim: what nobody else may read, not even the other side. */
export async function addAnswerAndDigestRows(
  app: TestApp,
  organisationIds: readonly OrganisationId[],
  canary: string,
): Promise<void> {
  for (const organisationId of organisationIds) await addRows(app, organisationId, canary);
}
