/** Raised whenever the same input could give another result; stored with every backtest. */
export const backtestEngineVersion = 'backtest-1.0.0';
