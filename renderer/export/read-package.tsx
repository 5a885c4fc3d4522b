import type { PackageReading } from '../../analysis/engine-api.ts';
import { count } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { Callout, FailureCallout } from '../parts/callout.tsx';
import { Panel } from '../parts/panel.tsx';
import { addDocument, documents } from '../rule-sets/documents.ts';
import { go } from '../state/address.ts';
import { useStore } from '../state/store.ts';
import { attempt } from '../state/toasts.ts';
import { readPackage, reading } from './package-store.ts';

export function ReadPackage() {
  const now = useStore(reading);
  return (
    <Panel
      title={t('export.readTitle')}
      actions={
        <Button small icon="file" disabled={now.kind === 'reading'} onClick={() => attempt(readPackage)}>
          {t('export.choose')}
        </Button>
      }
    >
      {now.kind === 'none' ? <p className="note">{t('export.readHint')}</p> : null}
      {now.kind === 'reading' ? <p role="status">{t('export.reading', { name: now.name })}</p> : null}
      {now.kind === 'failed' ? <FailureCallout failure={now.failure} /> : null}
      {now.kind === 'read' ? <ReadResult name={now.name} of={now.of} /> : null}
    </Panel>
  );
}

function ReadResult({ name, of }: { readonly name: string; readonly of: PackageReading }) {
  const same = documents.get()?.find((held) => JSON.stringify(held.now.ruleSet) === JSON.stringify(of.ruleSet));
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
      <div className="row">
        <span>
          {t('export.readSet', { name: of.ruleSet.name, model: of.ruleSet.modelId, count: of.ruleSet.rules.length })}
        </span>
        <Button icon="rules" onClick={openSet}>
          {t('rules.openSet')}
        </Button>
        {same ? <span className="note">{t('export.sameSet', { name: same.now.ruleSet.name })}</span> : null}
      </div>
    </div>
  );
}
