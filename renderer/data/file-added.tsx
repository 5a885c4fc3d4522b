import type { EventsReport } from '../../analysis/model/events.ts';
import type { LinesReport } from '../../analysis/model/order-lines.ts';
import { count } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { Callout } from '../parts/callout.tsx';
import { useStore } from '../state/store.ts';
import { added, type Added } from './added.ts';
import { ImportWarnings } from './import-warnings.tsx';
import { outcomeCounts } from './outcome-files.tsx';

/** What became of the file that was put beside the orders last. */
export function FileAdded() {
  const last = useStore(added);
  if (last === null) return null;
  return (
    <>
      <Callout kind="info">{textOf(last)}</Callout>
      <ImportWarnings warnings={last.report.warnings ?? []} />
    </>
  );
}

function textOf(last: Added): string {
  switch (last.kind) {
    case 'outcomes':
      return t('data.outcomesAdded', { name: last.name, ...outcomeCounts(last.report) });
    case 'lines':
      return t('lines.added', { name: last.name, ...lineCounts(last.report) });
    case 'events':
      return t('events.added', { name: last.name, ...eventCounts(last.report) });
  }
}

const lineCounts = ({ read, accepted, rejected, orders, replaced, orphans }: LinesReport) => ({
  ...{ read: count(read), accepted: count(accepted), rejected: count(rejected) },
  ...{ orders: count(orders), replaced: count(replaced), orphans: count(orphans) },
});

const eventCounts = ({ read, accepted, rejected, replaced }: EventsReport) => ({
  ...{ read: count(read), accepted: count(accepted), rejected: count(rejected), replaced: count(replaced) },
});
