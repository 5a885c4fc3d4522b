import type { FileToken } from '../../analysis/engine-api.ts';
import type { Bridge } from '../../analysis/model/bridge.ts';
import type { ImportReport } from '../../analysis/model/import-report.ts';
import type { Result } from '../../analysis/model/failure.ts';
import type { CallOptions, EngineClient } from './engine-client.ts';

/**
 * Fills the sample project on its first start: the shop's orders and outcomes, then its rule set. Answers null when
 * this window is not the sample, or has been filled before.
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
  const file = offer.history.token as FileToken;
  const outcomes = offer.outcomes === null ? {} : { outcomes: offer.outcomes.token as FileToken };
  const report = await client.call('import.run', { file, mapping: offer.mapping, ...outcomes }, options);
  if (!report.ok) return report;
  const saved = await client.call('ruleSets.save', { ruleSet: offer.ruleSet }, options);
  return saved.ok ? report : saved;
}
