import type { App } from '../app.ts';

class CutOff extends Error {}

/** For tests: an app that dies right after a call of a procedure, counted over all of its callers. */
function dyingApp(app: App, diesAfter: (path: string) => boolean): App {
  const watch = (target: object, path: string): object =>
    new Proxy(target, {
      get: (_, name) => {
        const inner: unknown = Reflect.get(target, name);
        const isBranch = typeof inner === 'function' || (typeof inner === 'object' && inner !== null);
        return isBranch ? watch(inner, path === '' ? String(name) : `${path}.${String(name)}`) : inner;
      },
      apply: async (_, self, args) => {
        const answer: unknown = await Reflect.apply(target as () => unknown, self, args);
        if (diesAfter(path)) throw new CutOff(path);
        return answer;
      },
    });
  return {
    ...app,
    createCaller: (actor) => watch(app.createCaller(actor), '') as ReturnType<App['createCaller']>,
  };
}

const timesBefore = 3;

/**
 * For tests: works until it is done, cut off right after the third call of each of these procedures and begun again
 * every time. Answers how often it was cut off.
 */
export async function cutOffAfterEach(
  app: App,
  paths: readonly string[],
  work: (app: App) => Promise<unknown>,
): Promise<number> {
  const counts = new Map<string, number>();
  const dying = dyingApp(app, (path) => {
    const count = (counts.get(path) ?? 0) + 1;
    counts.set(path, count);
    return paths.includes(path) && count === timesBefore;
  });
  for (let cutCount = 0; cutCount <= paths.length; cutCount++) {
    try {
      await work(dying);
      return cutCount;
    } catch (error) {
      if (!(error instanceof CutOff)) throw error;
    }
  }
  throw new Error('it was cut off more often than asked for');
}
