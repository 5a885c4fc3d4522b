import { t } from '../i18n/index.ts';
import { useProject } from '../state/project.ts';
import { Coverage } from './coverage.tsx';
import { KeyLab } from './key-lab.tsx';
import { Links } from './links.tsx';
import { NearMatches } from './near-matches.tsx';
import './identity.css';

/** 名寄せ: how one value is folded, what the project's values fold to, and which orders belong together. */
export default function IdentityRoom() {
  const info = useProject();
  if (!info) return null;
  return (
    <div className="identity scroll" tabIndex={0} role="region" aria-label={t('room.identity')}>
      <div className="identity-keys">
        <KeyLab info={info} />
        <Coverage info={info} />
      </div>
      <Links info={info} />
      <NearMatches info={info} />
    </div>
  );
}
