import { Worker } from 'node:worker_threads';

/** Threads for arithmetic: whole batches in, whole batches out, so that the thread of the requests stays free. */
export type ComputePool = {
  /** Runs the module's `compute` on a free thread. `input` is given away: it cannot be used afterwards. */
  compute(input: Uint8Array<ArrayBuffer>): Promise<Uint8Array>;
  close(): Promise<void>;
};

type Task = { resolve(output: Uint8Array): void; reject(error: Error): void };
type Answer = { taskNumber: number; output?: Uint8Array; failure?: string };
type Thread = { worker: Worker; tasks: Map<number, Task> };

/** A batch needs some tens of megabytes; without limits a thread lets its garbage grow instead of collecting it. */
const resourceLimits = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 };

/** Starting a thread costs as much processor as a batch: another one starts when those there have so many to do. */
const backlogMin = 2;

/**
 * Up to `threadCount` threads that load `moduleUrl`, a module that exports `compute(bytes): bytes`. A thread starts
 * when there is work for it: a run without news starts none, one with little news a single one.
 */
export function startComputePool(options: { moduleUrl: URL; threadCount: number }): ComputePool {
  let taskCount = 0;
  let isClosed = false;
  const threads: Thread[] = [];
  const leastBusy = (): Thread => {
    const best = threads.reduce<Thread | undefined>(
      (least, other) => (least === undefined || other.tasks.size < least.tasks.size ? other : least),
      undefined,
    );
    if (best !== undefined && (best.tasks.size < backlogMin || threads.length >= options.threadCount)) {
      return best;
    }
    const started = startThread(options.moduleUrl);
    threads.push(started);
    return started;
  };
  return {
    compute(input) {
      if (isClosed) return Promise.reject(new Error('The compute pool is closed'));
      const thread = leastBusy();
      taskCount += 1;
      const taskNumber = taskCount;
      return new Promise((resolve, reject) => {
        thread.tasks.set(taskNumber, { resolve, reject });
        thread.worker.postMessage({ taskNumber, input }, [input.buffer]);
      });
    },
    async close() {
      isClosed = true;
      await Promise.all(threads.map(({ worker }) => worker.terminate()));
    },
  };
}

function startThread(moduleUrl: URL): Thread {
  const worker = new Worker(new URL('./compute-thread.ts', import.meta.url), {
    workerData: { moduleUrl: moduleUrl.href },
    resourceLimits,
  });
  const tasks = new Map<number, Task>();
  worker.on('message', ({ taskNumber, output, failure }: Answer) => {
    const task = tasks.get(taskNumber);
    tasks.delete(taskNumber);
    if (output === undefined) task?.reject(new Error(failure ?? 'The compute thread gave no answer'));
    else task?.resolve(output);
  });
  const failAll = (error: Error): void => {
    for (const task of tasks.values()) task.reject(error);
    tasks.clear();
  };
  worker.on('error', (error) => failAll(error instanceof Error ? error : new Error(String(error))));
  worker.on('exit', () => failAll(new Error('The compute thread ended before it answered')));
  return { worker, tasks };
}
