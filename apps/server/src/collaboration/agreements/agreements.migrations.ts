import { type Migration, sharedRows } from '../../platform/index.ts';

const me = `(select current_setting('app.org')::uuid)`;
const parties = ['buyer_id', 'supplier_id'];

const agreements = `
create table agreements (
  id uuid primary key,
  buyer_id uuid not null,
  supplier_id uuid not null,
  name text not null check (length(name) between 1 and 120),
  scenario text not null,
  state text not null check (state in ('negotiating', 'active', 'suspended', 'ended')),
  active_version_id uuid,
  created_by_id uuid not null,
  created_at timestamptz not null,
  activated_at timestamptz,
  version integer not null default 1,
  check (buyer_id <> supplier_id),
  check (created_by_id in (buyer_id, supplier_id)),
  unique (buyer_id, id),
  foreign key (buyer_id) references organisations (id),
  foreign key (supplier_id) references organisations (id)
);
create index agreements_of_supplier on agreements (supplier_id, id);
${sharedRows('agreements', parties, { insert: parties, update: parties })}

/* A draft is its author's own; from the proposal on the content never changes. */
create table agreement_versions (
  id uuid primary key,
  agreement_id uuid not null,
  buyer_id uuid not null,
  supplier_id uuid not null,
  author_id uuid not null,
  version_number integer not null check (version_number > 0),
  state text not null check (state in ('draft', 'proposed', 'countered', 'agreed', 'active', 'suspended', 'superseded',
    'rejected', 'withdrawn', 'expired', 'terminated')),
  content jsonb not null,
  content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),
  note text,
  proposed_at timestamptz,
  expires_at timestamptz,
  activated_at timestamptz,
  ended_at timestamptz,
  created_at timestamptz not null,
  version integer not null default 1,
  unique (buyer_id, id),
  unique (buyer_id, agreement_id, version_number),
  check (author_id in (buyer_id, supplier_id)),
  foreign key (buyer_id, agreement_id) references agreements (buyer_id, id)
);
create unique index agreement_versions_one_in_force on agreement_versions (buyer_id, agreement_id)
  where state in ('active', 'suspended');
create index agreement_versions_of_supplier on agreement_versions (supplier_id, agreement_id);
alter table agreement_versions enable row level security;
alter table agreement_versions force row level security;
grant select, insert on agreement_versions to coplan_app;
grant update (state, content, content_hash, note, proposed_at, expires_at, activated_at, ended_at, version)
  on agreement_versions to coplan_app;
create policy agreement_versions_read on agreement_versions for select to coplan_app
  using (author_id = ${me} or (state <> 'draft' and (buyer_id = ${me} or supplier_id = ${me})));
create policy agreement_versions_insert on agreement_versions for insert to coplan_app
  with check (author_id = ${me} and (buyer_id = ${me} or supplier_id = ${me}));
create policy agreement_versions_update on agreement_versions for update to coplan_app
  using (author_id = ${me} or (state <> 'draft' and (buyer_id = ${me} or supplier_id = ${me})))
  with check (buyer_id = ${me} or supplier_id = ${me});

create function keep_proposed_content() returns trigger language plpgsql as $$
begin
  if old.state <> 'draft' and (new.content, new.content_hash) is distinct from (old.content, old.content_hash) then
    raise exception 'a proposed agreement is never changed: counter it with a new version' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger keep_proposed_content before update on agreement_versions
  for each row execute function keep_proposed_content();

/* Who signed what: the hash names the content. Append-only. */
create table agreement_signatures (
  id uuid primary key,
  agreement_version_id uuid not null,
  buyer_id uuid not null,
  supplier_id uuid not null,
  signer_org_id uuid not null,
  signer_user_id uuid,
  signer_name text not null,
  content_hash text not null,
  signed_at timestamptz not null,
  unique (buyer_id, agreement_version_id, signer_org_id),
  foreign key (buyer_id, agreement_version_id) references agreement_versions (buyer_id, id)
);
create index agreement_signatures_of_supplier on agreement_signatures (supplier_id, agreement_version_id);
${sharedRows('agreement_signatures', parties, { insert: ['signer_org_id'] })}

/* The scope of the versions in force, item by item and place by place: an item-location is planned under one agreement. */
create table agreement_item_locations (
  buyer_id uuid not null,
  supplier_id uuid not null,
  agreement_id uuid not null,
  agreement_version_id uuid not null,
  item_location_id uuid not null,
  item_id uuid not null,
  location_id uuid not null,
  primary key (buyer_id, item_location_id),
  foreign key (buyer_id, agreement_version_id) references agreement_versions (buyer_id, id)
);
create index agreement_item_locations_of_supplier on agreement_item_locations (supplier_id, buyer_id, item_location_id);
create index agreement_item_locations_of_agreement on agreement_item_locations (buyer_id, agreement_id);
${sharedRows('agreement_item_locations', parties, { insert: parties, update: parties, delete: parties })}
`;

export const migrations: readonly Migration[] = [{ name: 'collaboration-0001-agreements', sql: agreements }];
