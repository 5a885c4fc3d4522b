import { expect, it } from 'vitest';
import type { EngineClient } from '../../renderer/engine/engine-client.ts';
import { importSample } from '../../renderer/engine/import-sample.ts';

const ruleSet = { modelId: 'CRD_01' };
const offer = { history: { token: 'h' }, outcomes: { token: 'o' }, mapping: {}, ruleSet };
const bridge = { sampleOffer: async () => ({ ok: true, value: offer }) as never };

/** An engine that keeps what it is given and dies at the call of that name, once. */
function engine(dies: string | null) {
  const kept = { orders: 0, ruleSets: [] as { ruleSet: { modelId: string } }[] };
  let death = dies;
  const answers: Record<string, (input: never) => unknown> = {
    'project.info': () => ({ orders: kept.orders }),
    'ruleSets.list': () => kept.ruleSets,
    'ruleSets.save': (input: { ruleSet: { modelId: string } }) => kept.ruleSets.push(input),
    'import.run': () => ({ accepted: (kept.orders = 8) }),
  };
  const call = async (name: string, input: unknown) => {
    if (name !== death) return { ok: true, value: answers[name]?.(input as never) };
    death = null;
    return { ok: false, failure: { code: 'engine-stopped', params: {} } };
  };
  return { kept, client: { call } as unknown as EngineClient };
}

it.each([null, 'project.info', 'ruleSets.list', 'ruleSets.save', 'import.run'])(
  'a first start that ends at %s is made whole by the next',
  async (dies) => {
    const { kept, client } = engine(dies);
    const first = await importSample(bridge, client);
    expect(first.ok).toBe(dies === null);
    await importSample(bridge, client);
    expect(kept).toEqual({ orders: 8, ruleSets: [{ ruleSet }] });
  },
);

it('a rule set deleted later does not come back', async () => {
  const { kept, client } = engine(null);
  await importSample(bridge, client);
  kept.ruleSets.length = 0;
  expect(await importSample(bridge, client)).toEqual({ ok: true, value: null });
  expect(kept.ruleSets).toEqual([]);
});
