import { useState } from 'react';
import { canonicalJson } from '../../analysis/model/canonical-json.ts';
import { failureOf, type Failure } from '../../analysis/model/failure.ts';
import { bytes, count } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { Callout, FailureCallout } from '../parts/callout.tsx';
import { Figure } from '../parts/figure.tsx';
import { Outdated } from '../parts/outdated.tsx';
import { Panel } from '../parts/panel.tsx';
import { settled } from '../state/latest.ts';
import { comparedByAll } from './certified.ts';
import { CertificateView } from './certificate-view.tsx';
import { savePackage, type Building } from './package-store.ts';
import type { Taken } from './taken.ts';
import { madeOfText } from './version-choice.tsx';

type Built = Extract<Building, { kind: 'built' }>;

interface PackageResultProps {
  readonly built: Built;
  /** What is chosen above now. */
  readonly taken: Taken | null;
}

/** The package made last; that it is of something else than is chosen now, where it is. */
export function PackageResult({ built, taken }: PackageResultProps) {
  const { report, saved, signed, zipHash } = built;
  const { ruleSet } = built.draft;
  const all = comparedByAll(report.certificate.engines);
  const [sign, setSign] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [saving, setSaving] = useState(false);
  // A new engine has a staging folder of its own.
  const gone = failure?.code === 'file-not-found';
  const fresh = taken === null || canonicalJson(taken.draft.ruleSet) === canonicalJson(ruleSet);
  const save = (zip: boolean) => {
    setFailure(null);
    setSaving(true);
    savePackage(built, { zip, sign })
      .catch((error: unknown) => setFailure(failureOf(error)))
      .finally(() => setSaving(false));
  };
  return (
    <Panel
      title={t('export.made', { name: ruleSet.name })}
      actions={
        gone ? null : (
          <>
            <label className="row">
              <input type="checkbox" checked={sign} onChange={() => setSign(!sign)} />
              {t('export.sign')}
            </label>
            <Button look="primary" icon="save" disabled={saving} onClick={() => save(false)}>
              {t('export.save')}
            </Button>
            <Button icon="save" disabled={saving} onClick={() => save(true)}>
              {t('export.saveZip')}
            </Button>
          </>
        )
      }
    >
      <div className="stack">
        <p className="mono export-name">{report.staged.suggestedName}</p>
        <p data-testid="package-made-of">{t('export.madeOf', { what: madeOfText(built.madeOf) })}</p>
        {saved === null || gone ? null : <p role="status">{t('export.saved', { name: saved })}</p>}
        {gone ? (
          <Callout kind="warn">
            <p>{t('export.gone')}</p>
          </Callout>
        ) : failure === null ? null : (
          <FailureCallout failure={failure} />
        )}
        {signed === null ? null : <p className="note">{t('export.signed', { fingerprint: signed })}</p>}
        {zipHash === null ? null : <p className="note">{t('export.zipHash', { hash: zipHash })}</p>}
        {fresh ? null : (
          <Callout kind="warn">
            <p>{t('export.otherChosen')}</p>
          </Callout>
        )}
        <Outdated age={{ ...settled, fresh }} className="stack" testId="package-answer">
          <div className="figures" data-testid="package-figures">
            <Figure
              label={t('export.mismatches')}
              value={count(all.mismatches)}
              unit={t('unit.answers')}
              denominator={t('export.mismatchesOf', { answers: count(all.answers), engines: all.engines })}
            />
            <Figure
              label={t('export.vectors')}
              value={count(report.vectors)}
              unit={t('unit.vectors')}
              denominator={t('export.vectorsOf')}
            />
            <Figure
              label={t('export.rulesFired')}
              value={count(report.rulesFired)}
              unit={t('export.rulesOf', { rules: count(report.rules) })}
              denominator={t(report.rulesFired === report.rules ? 'export.allFired' : 'export.someNotFired')}
            />
            <Figure
              label={t('export.size')}
              value={bytes(report.staged.bytes)}
              denominator={t('export.fileCount', { count: report.files.length })}
            />
          </div>
          <CertificateView certificate={report.certificate} />
          {report.rulesSilent.length > 0 ? (
            <p className="note">
              {t('export.silent')} <span className="mono">{report.rulesSilent.join(t('orders.listMark'))}</span>
            </p>
          ) : null}
          {report.exceptions.surrogates > 0 ? (
            <Callout kind="warn">
              <p>{t('export.surrogates', report.exceptions)}</p>
            </Callout>
          ) : null}
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('export.file')}</th>
                <th scope="col" className="num">
                  {t('export.bytes')}
                </th>
                <th scope="col">{t('export.hash')}</th>
              </tr>
            </thead>
            <tbody>
              {report.files.map((file) => (
                <tr key={file.name}>
                  <td className="mono">{file.name}</td>
                  <td className="num">{bytes(file.bytes)}</td>
                  <td className="mono hash">{file.sha256}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Outdated>
      </div>
    </Panel>
  );
}
