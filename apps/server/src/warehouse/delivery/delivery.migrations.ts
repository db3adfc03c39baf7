import { type Migration, ownRows } from '../../platform/index.ts';

const proofs = `
alter table outbound_shipments drop constraint outbound_shipments_state_check;
alter table outbound_shipments add constraint outbound_shipments_state_check
  check (state in ('planned', 'in-transit', 'delivered', 'refused', 'cancelled'));

/* Who signed for a shipment, when. The newest number counts; a later one says why it corrects the one before it. */
create table delivery_proofs (
  id uuid primary key,
  org_id uuid not null,
  shipment_id uuid not null,
  proof_number integer not null check (proof_number > 0),
  delivered_at timestamptz not null,
  signed_by text not null check (length(signed_by) between 1 and 120),
  document_reference text check (length(document_reference) between 1 and 200),
  note text check (length(note) between 1 and 500),
  reason text check (length(reason) between 1 and 200),
  channel text not null check (channel in ('portal', 'rest')),
  recorded_at timestamptz not null,
  recorded_by text not null,
  unique (org_id, id),
  unique (org_id, shipment_id, proof_number),
  check ((proof_number = 1) = (reason is null)),
  foreign key (org_id, shipment_id) references outbound_shipments (org_id, id)
);
${ownRows('delivery_proofs', ['select', 'insert'])}
create trigger delivery_proofs_append_only before update or delete on delivery_proofs
  for each row execute function refuse_rewriting();

/* What was kept, refused or missing of each line of the order, in units of the item ordered. */
create table delivery_proof_lines (
  org_id uuid not null,
  proof_id uuid not null,
  order_line_id uuid not null,
  line_number text not null,
  shipped_milli bigint not null check (shipped_milli > 0),
  delivered_milli bigint not null check (delivered_milli >= 0),
  damaged_milli bigint not null check (damaged_milli between 0 and delivered_milli),
  refused_milli bigint not null check (refused_milli >= 0),
  short_milli bigint not null check (short_milli >= 0),
  refused_reason text check (refused_reason in ('damaged', 'wrong-place', 'not-ordered', 'other')),
  primary key (org_id, proof_id, order_line_id),
  check (shipped_milli = delivered_milli + refused_milli + short_milli),
  check ((refused_milli > 0) = (refused_reason is not null)),
  foreign key (org_id, proof_id) references delivery_proofs (org_id, id)
);
create index delivery_proof_lines_of_order_line on delivery_proof_lines (org_id, order_line_id);
${ownRows('delivery_proof_lines', ['select', 'insert'])}
create trigger delivery_proof_lines_append_only before update or delete on delivery_proof_lines
  for each row execute function refuse_rewriting();
`;

export const deliveryMigrations: Migration[] = [{ name: 'warehouse-0006-proofs-of-delivery', sql: proofs }];
