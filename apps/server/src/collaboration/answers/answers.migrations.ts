import { type Migration, ownRows } from '../../platform/index.ts';

const answers = `
/* A workbook that was handed out: its token's hash proves that a file that comes back is ours, its values say what it said. */
create table xlsx_exports (
  id uuid primary key,
  org_id uuid not null,
  agreement_id uuid not null,
  agreement_version_id uuid not null,
  purpose text not null check (purpose in ('sales', 'order', 'shipment')),
  token_hash bytea not null check (length(token_hash) = 32),
  /* Compressed JSON: plans, columns and the numbers of the editable sheets. */
  content bytea not null,
  row_count integer not null,
  issued_at timestamptz not null,
  issued_to text not null,
  unique (org_id, id)
);
create index xlsx_exports_issued_at on xlsx_exports (org_id, issued_at);
${ownRows('xlsx_exports', ['select', 'insert', 'delete'])}

/* A workbook that came back, and what it would change. The same file again is the same upload. */
create table xlsx_uploads (
  id uuid primary key,
  org_id uuid not null,
  export_id uuid not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  file_name text,
  state text not null check (state in ('compared', 'applied')),
  changes jsonb not null,
  refusals jsonb not null,
  unchanged_count integer not null,
  result jsonb,
  uploaded_at timestamptz not null,
  uploaded_by text not null,
  applied_at timestamptz,
  applied_by text,
  unique (org_id, id),
  unique (org_id, export_id, sha256),
  foreign key (org_id, export_id) references xlsx_exports (org_id, id) on delete cascade
);
${ownRows('xlsx_uploads', ['select', 'insert', 'update'])}

/* People of the supplier who may answer without a seat: the supplier names them, and its buyers may ask them. */
create table answer_contacts (
  id uuid primary key,
  org_id uuid not null references organisations (id),
  name text not null check (length(name) between 1 and 120),
  email text not null check (email ~ '^[^[:space:]@<>]+@[^[:space:]@<>]+$' and length(email) <= 320),
  created_at timestamptz not null,
  created_by text not null,
  removed_at timestamptz,
  unique (org_id, id)
);
create unique index answer_contacts_once on answer_contacts (org_id, lower(email)) where removed_at is null;
alter table answer_contacts enable row level security;
alter table answer_contacts force row level security;
grant select, insert on answer_contacts to coplan_app;
grant update (removed_at) on answer_contacts to coplan_app;
create policy answer_contacts_own on answer_contacts for all to coplan_app
  using (org_id = (select current_setting('app.org')::uuid))
  with check (org_id = (select current_setting('app.org')::uuid));
create policy answer_contacts_partners on answer_contacts for select to coplan_app using (org_id = any (array(
  select agreement.supplier_id from agreements agreement
  where agreement.buyer_id = (select current_setting('app.org')::uuid) and agreement.state = 'active')));

/* One link: the key behind it belongs to the supplier's organisation, ends by itself, and opens one purpose only. */
create table answer_links (
  id uuid primary key,
  org_id uuid not null,
  api_key_id uuid not null,
  contact_id uuid not null,
  agreement_id uuid not null,
  purpose text not null check (purpose in ('sales', 'order')),
  request_id text not null check (length(request_id) between 1 and 100),
  asked_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  unique (org_id, api_key_id),
  unique (org_id, request_id),
  foreign key (org_id, contact_id) references answer_contacts (org_id, id)
);
${ownRows('answer_links', ['select', 'insert'])}
`;

export const migrations: readonly Migration[] = [{ name: 'collaboration-0013-answers', sql: answers }];
