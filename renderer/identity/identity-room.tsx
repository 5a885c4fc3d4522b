import { useState } from 'react';
import type { IdentityKind } from '../../analysis/model/identity.ts';
import { t } from '../i18n/index.ts';
import { useProject } from '../state/project.ts';
import { Coverage } from './coverage.tsx';
import { KeyLab } from './key-lab.tsx';
import { Links } from './links.tsx';
import { NearMatches } from './near-matches.tsx';
import { offOf, type StepsOff } from './step-switches.tsx';
import { WithoutPanel } from './without-panel.tsx';
import './identity.css';

/** 名寄せ: how one value is folded, what the project's values fold to, and which orders belong together. */
export default function IdentityRoom() {
  const info = useProject();
  const [kind, setKind] = useState<IdentityKind>('address');
  const [off, setOff] = useState<StepsOff>({});
  if (!info) return null;
  const without = offOf(off, kind);
  return (
    <div className="identity scroll" tabIndex={0} role="region" aria-label={t('room.identity')}>
      <div className="identity-keys">
        <KeyLab info={info} kind={kind} setKind={setKind} off={off} setOff={setOff} />
        <Coverage info={info} />
      </div>
      {without.length === 0 ? null : <WithoutPanel key={kind} info={info} kind={kind} without={without} />}
      <Links info={info} />
      <NearMatches info={info} />
    </div>
  );
}
