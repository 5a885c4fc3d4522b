import { keyColumns } from '../../analysis/model/columns.ts';
import { identityConfidences } from '../../analysis/model/identity.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { count, rate } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { identityWords } from '../i18n/messages.ts';
import { Button } from '../parts/button.tsx';
import { FailureCallout } from '../parts/callout.tsx';
import { Panel } from '../parts/panel.tsx';
import { call } from '../state/jobs.ts';
import { refreshProject } from '../state/project.ts';
import { attempt } from '../state/toasts.ts';
import { useLatest } from '../state/request.ts';

/** Orders of an earlier version may hold values that were never folded. */
const hasSources = ({ columns }: ProjectInfo): boolean => {
  const present = new Set(columns.filter((column) => column.present).map(({ name }) => name));
  return keyColumns.some(({ from }) => from.some((name) => present.has(name)));
};

async function makeKeys(): Promise<void> {
  await call('import.keys', {});
  await refreshProject();
}

/** What the project's distinct values fold to, by kind. */
export function Coverage({ info }: { readonly info: ProjectInfo }) {
  const { value, failure, fresh } = useLatest('identity.coverage', {}, info.dataVersion);
  const words = identityWords();
  return (
    <Panel title={t('identity.coverage')} note={t('identity.coverageNote')}>
      {failure ? <FailureCallout failure={failure} /> : null}
      {value === null && failure === null ? <p className="note">{t('common.loading')}</p> : null}
      {value?.length === 0 ? (
        <div className="stack tight">
          <p className="note">{t(hasSources(info) ? 'identity.noKeysYet' : 'identity.noValues')}</p>
          {hasSources(info) ? (
            <Button icon="play" disabled={info.readOnly} onClick={() => attempt(makeKeys)}>
              {t('identity.makeKeys')}
            </Button>
          ) : null}
        </div>
      ) : null}
      {value && value.length > 0 ? (
        <div className="scroll" tabIndex={0} role="region" aria-label={t('identity.coverage')}>
          <table className={`table ${fresh ? '' : 'old-figures'}`} data-testid="identity-coverage">
            <thead>
              <tr>
                <th scope="col">{t('identity.kind')}</th>
                <th scope="col" className="num">
                  {t('identity.values')}
                </th>
                {identityConfidences.map((confidence) => (
                  <th key={confidence} scope="col" className="num">
                    {confidence === 'none' ? t('identity.none') : words.confidences[confidence]}
                  </th>
                ))}
                <th scope="col" className="num">
                  {t('identity.keys')}
                </th>
              </tr>
            </thead>
            <tbody>
              {value.map(({ kind, values, keys }) => {
                const all = identityConfidences.reduce((sum, one) => sum + values[one], 0);
                return (
                  <tr key={kind}>
                    <th scope="row">{t(`identity.kind.${kind}`)}</th>
                    <td className="num">{count(all)}</td>
                    {identityConfidences.map((one) => (
                      <td key={one} className="num" title={rate(values[one] / all)}>
                        {count(values[one])}
                      </td>
                    ))}
                    <td className="num">{count(keys)}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      ) : null}
    </Panel>
  );
}
