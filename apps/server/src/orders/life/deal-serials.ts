/** Serial numbers of a line, over the shares of which it consists: as many to each as it has whole units. */
export function dealSerials<Serial>(
  serials: readonly Serial[],
  shares: readonly { amountMilli: number }[],
): Serial[][] {
  let next = 0;
  return shares.map(({ amountMilli }, index) => {
    const isLast = index === shares.length - 1;
    const dealt = serials.slice(next, isLast ? undefined : next + Math.floor(amountMilli / 1_000));
    next += dealt.length;
    return dealt;
  });
}
