/** The results (`held`) of run `$1`, whichever run planned each; for a query that goes on with further conditions. */
export const heldInRun = `from plan_results held join runs run on run.org_id = held.org_id and run.id = $1
    and held.from_number <= run.run_number and held.until_number > run.run_number
  where held.org_id = (select current_setting('app.org')::uuid)`;
