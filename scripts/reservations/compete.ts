export type Outcome = 'reserved' | 'refused' | 'failed';
export type Answer = { outcome: Outcome; ms: number; text: string };

/** Requests one after the other on each of so many connections, all connections at once. */
export async function compete(about: {
  ask: (connection: number, commandId: string) => Promise<{ outcome: Outcome; text: string }>;
  requestCount: number;
  connectionCount: number;
  newId: () => string;
}): Promise<Answer[]> {
  const { ask, requestCount, connectionCount, newId } = about;
  const answers: Answer[] = [];
  let asked = 0;
  const worker = async (connection: number): Promise<void> => {
    while (asked < requestCount) {
      asked += 1;
      const began = performance.now();
      const answer = await ask(connection, newId());
      answers.push({ ...answer, ms: performance.now() - began });
    }
  };
  await Promise.all(Array.from({ length: connectionCount }, (_, connection) => worker(connection)));
  return answers;
}
