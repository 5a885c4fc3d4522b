import type { FileToken } from '../../analysis/engine-api.ts';
import type { Bridge } from '../../analysis/model/bridge.ts';
import type { ImportReport } from '../../analysis/model/import-report.ts';
import type { Result } from '../../analysis/model/failure.ts';
import type { CallOptions, EngineClient } from './engine-client.ts';

/**
 * Fills the sample project on its first start: the shop's rule set, then its orders and outcomes. The orders come
 * last and all at once, so that a start broken off at any moment is made good by the next one, and a rule set deleted
 * later does not come back. Answers null when this window is not the sample, or has been filled before.
 */
export async function importSample(
  bridge: Pick<Bridge, 'sampleOffer'>,
  client: EngineClient,
  options: CallOptions = {},
): Promise<Result<ImportReport | null>> {
  const info = await client.call('project.info', {}, options);
  if (!info.ok) return info;
  if (info.value.orders > 0) return { ok: true, value: null };
  const answer = await bridge.sampleOffer();
  if (!answer.ok) return answer;
  const offer = answer.value;
  if (offer === null) return { ok: true, value: null };
  const known = await client.call('ruleSets.list', {}, options);
  if (!known.ok) return known;
  if (!known.value.some(({ ruleSet }) => ruleSet.modelId === offer.ruleSet.modelId)) {
    const saved = await client.call('ruleSets.save', { ruleSet: offer.ruleSet }, options);
    if (!saved.ok) return saved;
  }
  const file = offer.history.token as FileToken;
  const outcomes = offer.outcomes === null ? {} : { outcomes: [offer.outcomes.token as FileToken] };
  return client.call('import.run', { file, mapping: offer.mapping, ...outcomes }, options);
}
