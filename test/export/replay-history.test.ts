import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { replayHistory } from '../../analysis/export/replay-history.ts';
import { featureMaker } from '../../analysis/features/index.ts';
import { featureCatalogue } from '../../analysis/model/feature-catalogue/index.ts';
import { ruleLibrary } from '../../analysis/model/rule-library/index.ts';
import type { Feature } from '../../analysis/model/features.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import type { OpenProject } from '../../analysis/store/project.ts';
import { openSample } from '../features/sample-project.ts';
import { codeOf, scratch } from '../store/projects.ts';

/** Every rule of the library and every feature of the catalogue, as one rule set. */
function everything(): RuleSet {
  const features = new Map<string, Feature>();
  for (const { feature } of featureCatalogue) features.set(feature.id, feature);
  for (const { features: own = [] } of ruleLibrary) for (const feature of own) features.set(feature.id, feature);
  return {
    ...{ format: 'shinsa-ruleset', formatVersion: 1, profile: 'wb-1', modelId: 'CRD_01', name: '全ルール' },
    ...{ currency: 'JPY', timezone: 'Asia/Tokyo', default: 'OK' },
    rules: ruleLibrary.map(({ code, when, result, description }) => ({ code, when, result, description })),
    features: [...features.values()],
    exceptions: [
      {
        kind: 'allow',
        field: 'order.payment_method',
        value: '02',
        from: '2024-01-01T00:00:00Z',
        until: '2024-07-01T00:00:00Z',
      },
    ],
  };
}

describe('the whole history of the sample shop', () => {
  const place = scratch('shinsa-replay-');
  let project: OpenProject;
  beforeAll(async () => {
    process.env['SHINSA_CACHE_DIR'] = place.dir;
    project = await openSample(place.dir, featureMaker());
  }, 120_000);
  afterAll(async () => {
    await project.close();
    delete process.env['SHINSA_CACHE_DIR'];
    place.dispose();
  });

  test('is decided by the runtime, event by event, as by the engine: every rule, feature and decision', async () => {
    const ruleSet = everything();
    const shares: number[] = [];
    const report = await project.read({}, (db) =>
      replayHistory(project, db, ruleSet, { progress: (share) => shares.push(share) }),
    );
    expect(report.first).toBeNull();
    expect(report.mismatches).toBe(0);
    expect(report.orders).toBeGreaterThan(10_000);
    expect(report.outcomes).toBeGreaterThan(50);
    expect(report.compared).toBe(report.orders * (ruleSet.rules.length + (ruleSet.features?.length ?? 0) + 3));
    expect(shares.at(-1)).toBe(1);
  }, 300_000);

  test('stops when it is cancelled', async () => {
    const stop = new AbortController();
    const code = codeOf(
      project.read({ signal: stop.signal }, (db) =>
        replayHistory(project, db, everything(), { signal: stop.signal, progress: () => stop.abort() }),
      ),
    );
    expect(await code).toBe('cancelled');
  }, 120_000);
});
