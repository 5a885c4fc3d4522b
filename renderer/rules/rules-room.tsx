import { useEffect } from 'react';
import { t } from '../i18n/index.ts';
import { FailureCallout } from '../parts/callout.tsx';
import { loadDocuments, listFailure, useDocuments } from '../rule-sets/documents.ts';
import { address, go } from '../state/address.ts';
import { hasOrders, useProject } from '../state/project.ts';
import { useStore } from '../state/store.ts';
import { recall, remember } from '../state/remember.ts';
import { attempt } from '../state/toasts.ts';
import { RuleSetDesk } from './rule-set-desk.tsx';
import { RuleSetList } from './rule-set-list.tsx';
import '../rule-sets/rule-sets.css';
import './rules.css';
import './policies.css';

const lastOpen = (projectId: string) => `rules.open.${projectId}`;

export default function RulesRoom() {
  const info = useProject();
  const all = useDocuments();
  const failure = useStore(listFailure);
  const [id] = useStore(address).path;
  const projectId = info?.projectId ?? '';
  useEffect(() => attempt(() => loadDocuments(true)), [info?.dataVersion]);
  useEffect(() => {
    const last = recall(lastOpen(projectId));
    if (id === undefined && last !== null) go({ path: [last], replace: true });
    // Only on entering the room; the list stays reachable from inside.
  }, []);
  useEffect(() => {
    if (id !== undefined) remember(lastOpen(projectId), id);
  }, [id, projectId]);
  if (failure) return <FailureCallout failure={failure} />;
  if (!hasOrders(info) || all === null) return <div className="empty" aria-busy="true" />;
  if (id === undefined) return <RuleSetList info={info} all={all} />;
  const document = all.find((held) => held.id === id);
  if (document) return <RuleSetDesk key={document.id} document={document} all={all} info={info} />;
  return <RuleSetList info={info} all={all} note={t('rules.goneHint')} />;
}
