/** Selection and cursor of the worklist. Pure, so that what a key does can be tested without a browser. */
export type SelectableRow = { proposalId: string; version: number };
/** Proposal → the version that the viewer saw, so that nobody approves what has changed meanwhile. */
export type Selection = ReadonlyMap<string, number>;

export const nothingSelected: Selection = new Map();

export function toggleRow(selection: Selection, row: SelectableRow): Selection {
  const next = new Map(selection);
  if (!next.delete(row.proposalId)) next.set(row.proposalId, row.version);
  return next;
}

/** Adds everything from the row where the selection began to this one. */
export function selectRange(
  selection: Selection,
  rows: readonly SelectableRow[],
  from: number,
  to: number,
): Selection {
  const next = new Map(selection);
  for (const row of rows.slice(Math.min(from, to), Math.max(from, to) + 1))
    next.set(row.proposalId, row.version);
  return next;
}

export const selectRows = (rows: readonly SelectableRow[]): Selection =>
  new Map(rows.map(({ proposalId, version }) => [proposalId, version]));

/** Rows that left the list or changed their version are no longer what was chosen. */
export function keepUnchanged(selection: Selection, rows: readonly SelectableRow[]): Selection {
  const versions = new Map(rows.map(({ proposalId, version }) => [proposalId, version]));
  const kept = [...selection].filter(([proposalId, version]) => {
    const current = versions.get(proposalId);
    return current === undefined || current === version;
  });
  return kept.length === selection.size ? selection : new Map(kept);
}

/** The cursor stays on its proposal while rows come and go; when its proposal has left, on the same place. */
export function cursorAfterChange(
  rows: readonly SelectableRow[],
  cursor: { proposalId: string | undefined; index: number },
): number {
  const found = rows.findIndex(({ proposalId }) => proposalId === cursor.proposalId);
  return found >= 0 ? found : Math.max(0, Math.min(cursor.index, rows.length - 1));
}

/** What a command is about: the selected proposals, or else the one under the cursor. */
export function chosenProposals(
  selection: Selection,
  cursorRow: SelectableRow | undefined,
): { proposalId: string; expectedVersion: number }[] {
  if (selection.size > 0) {
    return [...selection].map(([proposalId, expectedVersion]) => ({ proposalId, expectedVersion }));
  }
  return cursorRow === undefined
    ? []
    : [{ proposalId: cursorRow.proposalId, expectedVersion: cursorRow.version }];
}
