import { useState } from 'react';
import type { PackageReading, TakenPackage } from '../../analysis/engine-api.ts';
import type { SignedBy } from '../../analysis/model/package-signature.ts';
import { canonicalJson } from '../../analysis/model/canonical-json.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { count } from '../i18n/format.ts';
import { named, t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { Callout, FailureCallout } from '../parts/callout.tsx';
import { Panel } from '../parts/panel.tsx';
import { addDocument, useDocuments } from '../rule-sets/documents.ts';
import { go } from '../state/address.ts';
import { useStore } from '../state/store.ts';
import { attempt } from '../state/toasts.ts';
import { EngineTable } from './engine-table.tsx';
import { PackageDiff } from './package-diff.tsx';
import { keepSigner, readPackage, reading, takeInPackage } from './package-store.ts';

export function ReadPackage({ info }: { readonly info: ProjectInfo }) {
  const now = useStore(reading);
  const choose = (kind: 'package' | 'package-file') => attempt(() => readPackage(kind));
  return (
    <>
      <Panel
        title={t('export.readTitle')}
        actions={
          <>
            <Button small icon="file" disabled={now.kind === 'reading'} onClick={() => choose('package')}>
              {t('export.choose')}
            </Button>
            <Button small icon="file" disabled={now.kind === 'reading'} onClick={() => choose('package-file')}>
              {t('export.chooseZip')}
            </Button>
          </>
        }
      >
        {now.kind === 'none' ? <p className="note">{t('export.readHint')}</p> : null}
        {now.kind === 'reading' ? <p role="status">{t('export.reading', { name: now.name })}</p> : null}
        {now.kind === 'failed' ? <FailureCallout failure={now.failure} /> : null}
        {now.kind === 'read' ? <ReadResult name={now.name} of={now.of} taken={now.taken} /> : null}
      </Panel>
      {now.kind === 'read' ? <PackageDiff name={now.name} of={now.of.ruleSet} info={info} /> : null}
    </>
  );
}

interface ReadResultProps {
  readonly name: string;
  readonly of: PackageReading;
  readonly taken: TakenPackage | null;
}

function ReadResult({ name, of, taken }: ReadResultProps) {
  const own = canonicalJson(of.ruleSet);
  const same = useDocuments()?.find((held) => canonicalJson(held.now.ruleSet) === own);
  const openSet = () => go({ room: 'rules', path: [(same ?? addDocument(of.ruleSet)).id] });
  const proven = of.mismatches === 0;
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
      <Certified certificate={of.certificate} />
      <div className="row wrap">
        <span>
          {t('export.readSet', { name: of.ruleSet.name, model: of.ruleSet.modelId, count: of.ruleSet.rules.length })}
        </span>
        {proven ? (
          <Button icon="rules" onClick={openSet}>
            {t('rules.openSet')}
          </Button>
        ) : null}
        {proven && taken === null && (same === undefined || of.ruleSet.lists !== undefined) ? (
          <Button icon="save" onClick={() => attempt(takeInPackage)}>
            {t('export.takeIn')}
          </Button>
        ) : null}
        {same ? <span className="note">{t('export.sameSet', { name: same.now.ruleSet.name })}</span> : null}
      </div>
      {taken === null ? null : (
        <ul className="note" role="status">
          <li>{t('export.tookIn', { name: taken.ruleSet.ruleSet.name })}</li>
          {taken.lists.map(({ id, state }) => (
            <li key={id}>{t(`export.list.${state}`, { id })}</li>
          ))}
        </ul>
      )}
    </div>
  );
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

function Certified({ certificate }: Pick<PackageReading, 'certificate'>) {
  if (certificate === null) return null;
  return (
    <>
      <p>{t('export.certified')}</p>
      <EngineTable engines={certificate.engines} notProven={certificate.notProven ?? []} />
      <p className="note">
        {t('export.notReproduced')} {certificate.notReproduced.map((input) => named(input)).join(t('orders.listMark'))}
      </p>
    </>
  );
}
