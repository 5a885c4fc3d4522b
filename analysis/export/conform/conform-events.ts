import type { ConformReport } from '../../model/conform.ts';
import { ShinsaError } from '../../model/failure.ts';
import { screened } from '../../runtime/index.ts';
import type { PackageContent } from '../package-content.ts';
import { openRuntime } from '../open-runtime.ts';
import { orderShown } from '../shown-order.ts';
import { compared } from './conform-project.ts';
import { Conformity } from './conformity.ts';
import type { RecordedResults } from './recorded.ts';

/** The same over lines of events (docs/event-format.md); `unmasked`: orders are named by their ids. */
export async function conformEvents(
  { ruleSet, content, standIns }: PackageContent,
  recorded: RecordedResults,
  lines: AsyncIterable<string>,
  { signal, unmasked = false }: { readonly signal: AbortSignal; readonly unmasked?: boolean },
): Promise<ConformReport> {
  const runtime = openRuntime(content, {}, { similars: 0 });
  const shown = orderShown(ruleSet);
  const conformity = new Conformity(runtime, recorded, {
    id: unmasked ? (id) => id : shown.id,
    fields: (event, result) => shown.fields(event, result.features),
  });
  for await (const answer of screened(runtime, lines)) {
    if (signal.aborted) throw new ShinsaError('cancelled');
    if ('error' in answer) conformity.leftOut += 1;
    else conformity.compare(answer.event, answer.result);
  }
  return compared(conformity.report(standIns));
}
