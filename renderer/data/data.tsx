import { useEffect } from 'react';
import { address } from '../state/address.ts';
import { incoming, takeIncoming } from '../state/incoming.ts';
import { useStore } from '../state/store.ts';
import { attempt } from '../state/toasts.ts';
import { DataHome } from './data-home.tsx';
import { EventsScreen } from './events-screen.tsx';
import { ImportResult } from './import-result.tsx';
import { ImportRunning } from './import-running.tsx';
import { LinesScreen } from './lines-screen.tsx';
import { RecordedScreen } from './recorded-screen.tsx';
import { MappingScreen } from './mapping-screen.tsx';
import { RejectsScreen } from './rejects-screen.tsx';
import { MaturityScreen } from './maturity/maturity-screen.tsx';
import { OpeningFile, RefusedFile } from './opening-file.tsx';
import { OutcomesOverview, outcomesPath } from './outcomes-overview.tsx';
import { OutcomesScreen } from './outcomes-screen.tsx';
import { listsPath } from './lists/lists-path.ts';
import { Lists } from './lists/lists.tsx';
import { Quality } from './quality.tsx';
import { qualityPath, rejectedAt } from './rejected-path.ts';
import { RejectedList } from './rejected-list.tsx';
import { ResolveOutcomes } from './resolve-outcomes.tsx';
import { StoredScreen } from './stored/stored-screen.tsx';
import { storedPath } from './stored/stored-path.ts';
import { targetsPath } from './targets/listed-target.ts';
import { TargetsScreen } from './targets/targets-screen.tsx';
import { titleOf } from './chosen-file.ts';
import { openFile, step } from './import-flow.ts';
import './data.css';

export default function Data() {
  const now = useStore(step);
  const { path } = useStore(address);
  const waiting = useStore(incoming);
  const busy =
    now.kind === 'running' ||
    ((now.kind === 'outcomes' || now.kind === 'lines') && now.busy) ||
    (now.kind === 'events' && now.draft.busy);
  useEffect(() => {
    if (waiting === null || busy) return;
    const file = takeIncoming();
    if (file) attempt(() => openFile(file));
  }, [waiting, busy]);
  if (path[0] === qualityPath && now.kind !== 'running') {
    const finding = rejectedAt(path);
    return finding === null ? <Quality /> : <RejectedList key={finding} finding={finding} />;
  }
  if (path[0] === listsPath && now.kind !== 'running') return <Lists open={path[1] ?? null} />;
  if (path[0] === targetsPath && now.kind !== 'running') return <TargetsScreen />;
  if (path[0] === storedPath && now.kind !== 'running') return <StoredScreen />;
  switch (now.kind) {
    case 'home':
      if (path[0] === outcomesPath) return <OutcomesOverview />;
      return path[0] === 'maturity' ? <MaturityScreen /> : <DataHome />;
    case 'opening':
      return <OpeningFile name={now.name} />;
    case 'refused':
      return <RefusedFile name={now.name} failure={now.failure} />;
    case 'mapping':
      return <MappingScreen draft={now.draft} />;
    case 'rejects':
      return <RejectsScreen draft={now.draft} report={now.report} />;
    case 'running':
      return <ImportRunning name={titleOf(now.draft.file)} progress={now.progress} cancel={now.cancel} />;
    case 'outcomes':
      return <OutcomesScreen outcomes={now.outcomes} busy={now.busy} failed={now.failed} />;
    case 'lines':
      return <LinesScreen lines={now.lines} busy={now.busy} failed={now.failed} />;
    case 'recorded':
      return <RecordedScreen recorded={now.recorded} busy={now.busy} failed={now.failed} />;
    case 'events':
      return <EventsScreen draft={now.draft} />;
    case 'resolve':
      return <ResolveOutcomes importId={now.importId} name={now.name} />;
    case 'result':
      return <ImportResult report={now.report} headers={now.headers} />;
  }
}
