import { useState } from 'react';
import type { PackageReading } from '../../analysis/engine-api.ts';
import type { SignedBy } from '../../analysis/model/package-signature.ts';
import { canonicalJson } from '../../analysis/model/canonical-json.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { count } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { Callout, FailureCallout } from '../parts/callout.tsx';
import { Panel } from '../parts/panel.tsx';
import { Working } from '../parts/working.tsx';
import { addDocument, useDocuments } from '../rule-sets/documents.ts';
import { go } from '../state/address.ts';
import { useStore } from '../state/store.ts';
import { attempt } from '../state/toasts.ts';
import { CertificateView } from './certificate-view.tsx';
import { ChoosePackage } from './choose-package.tsx';
import { PackageDiff } from './package-diff.tsx';
import { keepSigner, readPackage, reading, takeInPackage, type Taking } from './package-store.ts';

export function ReadPackage({ info }: { readonly info: ProjectInfo }) {
  const now = useStore(reading);
  return (
    <>
      <Panel
        title={t('export.readTitle')}
        actions={
          <ChoosePackage
            small
            folder={t('export.choose')}
            zip={t('export.chooseZip')}
            disabled={now.kind === 'reading' || (now.kind === 'read' && now.taking.kind === 'running')}
            onChoose={(kind) => attempt(() => readPackage(kind))}
          />
        }
      >
        {now.kind === 'none' ? <p className="note">{t('export.readHint')}</p> : null}
        {now.kind === 'reading' ? (
          <Working label={t('export.reading', { name: now.name })} progress={now.progress} onCancel={now.cancel} />
        ) : null}
        {now.kind === 'failed' ? <FailureCallout failure={now.failure} /> : null}
        {now.kind === 'read' ? <ReadResult name={now.name} of={now.of} taking={now.taking} /> : null}
      </Panel>
      {now.kind === 'read' ? <PackageDiff name={now.name} of={now.of} info={info} /> : null}
    </>
  );
}

interface ReadResultProps {
  readonly name: string;
  readonly of: PackageReading;
  readonly taking: Taking;
}

function ReadResult({ name, of, taking }: ReadResultProps) {
  const own = canonicalJson(of.ruleSet);
  const same = useDocuments()?.find((held) => canonicalJson(held.now.ruleSet) === own);
  const openSet = () => go({ room: 'rules', path: [(same ?? addDocument(of.ruleSet)).id] });
  const proven = of.mismatches === 0;
  const canTake = proven && (same === undefined || of.ruleSet.lists !== undefined || taking.kind === 'running');
  return (
    <div className="stack" data-testid="package-read">
      <Callout kind={proven ? 'info' : 'error'}>
        <p>
          <strong className="mono">{name}</strong>
        </p>
        <p>{t('export.hashesFine', { files: count(of.files) })}</p>
        <p>
          {t(proven ? 'export.replayFine' : 'export.replayDiffers', {
            vectors: count(of.vectors),
            mismatches: count(of.mismatches),
            evaluator: of.evaluator,
          })}
        </p>
      </Callout>
      {of.notCompared.length === 0 ? null : (
        <Callout kind="warn">
          <p>{t('export.notCompared', { files: of.notCompared.join(t('orders.listMark')) })}</p>
        </Callout>
      )}
      {of.rawValues ? (
        <Callout kind="warn">
          <p>{t('export.raw')}</p>
        </Callout>
      ) : null}
      <Signed key={of.signedBy.kind === 'signed' ? of.signedBy.fingerprint : ''} by={of.signedBy} />
      {of.certificate === null ? null : <CertificateView certificate={of.certificate} />}
      <div className="row wrap">
        <span>
          {t('export.readSet', { name: of.ruleSet.name, model: of.ruleSet.modelId, count: of.ruleSet.rules.length })}
        </span>
        {proven ? (
          <Button icon="rules" onClick={openSet}>
            {t('rules.openSet')}
          </Button>
        ) : null}
        {canTake && (taking.kind === 'not' || taking.kind === 'running') ? (
          <Button icon="save" disabled={taking.kind === 'running'} onClick={() => attempt(takeInPackage)}>
            {t('export.takeIn')}
          </Button>
        ) : null}
        {same && taking.kind !== 'taken' ? (
          <span className="note">{t('export.sameSet', { name: same.now.ruleSet.name })}</span>
        ) : null}
      </div>
      <TakingState name={name} taking={taking} />
    </div>
  );
}

/** How far taking a package in is, or what became of it. */
function TakingState({ name, taking }: { readonly name: string; readonly taking: Taking }) {
  switch (taking.kind) {
    case 'not':
      return null;
    case 'running':
      return <Working label={t('export.taking', { name })} progress={taking.progress} onCancel={taking.cancel} />;
    case 'cancelled':
      return <p role="status">{t('export.takeStopped')}</p>;
    case 'failed':
      return (
        <>
          <FailureCallout failure={taking.failure} />
          <p>{t('export.takeAgain')}</p>
        </>
      );
    case 'taken': {
      const { ruleSet, lists } = taking.of;
      const told = { name: ruleSet.ruleSet.name, version: ruleSet.version };
      return (
        <ul role="status" data-testid="package-taken">
          <li>{t(taking.had ? 'export.hadIt' : 'export.tookIn', told)}</li>
          {lists.map(({ id, state }) => (
            <li key={id}>{t(`export.list.${state}`, { id })}</li>
          ))}
        </ul>
      );
    }
  }
}

function Signed({ by }: { readonly by: SignedBy }) {
  const [text, setText] = useState('');
  if (by.kind === 'unsigned') return <p className="note">{t('export.unsigned')}</p>;
  const { fingerprint, name } = by;
  if (name !== null)
    return (
      <div className="row wrap">
        <span>{t('export.signedKnown', { name, fingerprint })}</span>
        <Button small onClick={() => attempt(() => keepSigner(fingerprint, null))}>
          {t('export.forgetSigner')}
        </Button>
      </div>
    );
  const label = t('export.signerName');
  return (
    <div className="row wrap">
      <span>{t('export.signedUnknown', { fingerprint })}</span>
      <input
        className="input"
        aria-label={label}
        placeholder={label}
        maxLength={100}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Button small disabled={text.trim() === ''} onClick={() => attempt(() => keepSigner(fingerprint, text.trim()))}>
        {t('export.keepSigner')}
      </Button>
    </div>
  );
}
