/** The time of day on the clocks of a zone, `HH:MM`. */
export const localTimeAt = (instant: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(instant);
