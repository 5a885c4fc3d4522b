import { useEffect } from 'react';
import { t } from '../i18n/index.ts';
import { loadDocuments } from '../rule-sets/documents.ts';
import { useProject } from '../state/project.ts';
import { attempt } from '../state/toasts.ts';
import { BuildPackage } from './build-package.tsx';
import { ConformPanel } from './conform-panel.tsx';
import { EmulatePanel } from './emulate-panel.tsx';
import { ReadPackage } from './read-package.tsx';
import '../rule-sets/rule-sets.css';
import './export.css';

export default function ExportRoom() {
  const info = useProject();
  useEffect(() => attempt(() => loadDocuments(true)), [info?.dataVersion]);
  if (!info) return null;
  return (
    <div className="export scroll" tabIndex={0} role="region" aria-label={t('room.export')}>
      <BuildPackage info={info} />
      <ReadPackage info={info} />
      <ConformPanel />
      <EmulatePanel info={info} />
    </div>
  );
}
