/** What partners agree on for the 864. The first code is written, all of them are understood. */
export type TextProfile = {
  /** BMG01. */
  purposes: readonly string[];
  /** DTM01 of the day on which the message was written. */
  dates: readonly string[];
  /** N101. */
  parties: { sender: readonly string[]; receiver: readonly string[] };
};

export const defaultTextProfile: TextProfile = {
  purposes: ['00'],
  dates: ['097', '102'],
  parties: { sender: ['FR'], receiver: ['TO'] },
};
