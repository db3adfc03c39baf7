import { readConfig, runMain, setting, systemClock } from '@coplan/platform';
import { fillTraffic } from './fill-traffic.ts';

/** Lets the partners of the demo network answer by EDI, through a gateway that runs, and ends. */
runMain(async () => {
  const config = readConfig({
    COPLAN_GATEWAY_URL: setting.httpUrl(),
    COPLAN_GATEWAY_KEY: setting.secret(),
  });
  await fillTraffic(
    { url: config.COPLAN_GATEWAY_URL, key: config.COPLAN_GATEWAY_KEY },
    { now: systemClock.now(), say: (sentence) => console.log(`Demo network: ${sentence}`) },
  );
});
