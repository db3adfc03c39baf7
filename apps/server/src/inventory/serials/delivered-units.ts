/**
 * SQL for a unit `unit`: it was handed to the customer and has not come back. Such a unit is outside of the stock like
 * one that was sent back, and unlike it cannot come in again by an ordinary receipt.
 */
export const isDelivered = `(unit.state = 'outside' and (
  select entry.reason from serial_moves move
    join stock_entries entry on entry.org_id = move.org_id and entry.id = move.entry_id
  where move.org_id = unit.org_id and move.serial_id = unit.id
  order by move.entry_id desc limit 1) = 'deliver')`;

/** SQL for the state of a unit `unit`, as people are told it. */
export const toldState = `case when ${isDelivered} then 'delivered' else unit.state end`;
