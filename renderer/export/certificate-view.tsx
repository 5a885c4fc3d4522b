import type { Certificate } from '../../analysis/model/package-certificate.ts';
import { count, date } from '../i18n/format.ts';
import { named, t } from '../i18n/index.ts';
import { useProject } from '../state/project.ts';
import { answerWords } from './certified.ts';
import { EngineTable } from './engine-table.tsx';

/** On what and by which engines a package was proven, and what the proof does not reach. */
export function CertificateView({ certificate }: { readonly certificate: Certificate }) {
  const zone = useProject()?.timezone ?? 'UTC';
  const { data, labels, engines, notProven, notReached, thresholdsNotReached, notReproduced } = certificate;
  const day = (iso: string | null) => (iso === null ? t('common.none') : date(Date.parse(iso), zone));
  return (
    <div className="stack" data-testid="package-certificate">
      <p>{t('export.certified')}</p>
      <p>{t('export.certifiedData', { orders: count(data.orders), from: day(data.from), to: day(data.to) })}</p>
      <p>
        {t('export.certifiedTarget', {
          name: named(labels.target.name),
          asOf: labels.asOf === null ? t('export.noAsOf') : day(labels.asOf),
        })}
      </p>
      <EngineTable engines={engines} notProven={notProven ?? []} />
      {notReached.length === 0 ? null : (
        <p>
          {t('export.notReached')}{' '}
          {notReached
            .map(({ rule, answer }) => t('export.notReachedOf', { rule, answer: t(answerWords[answer]) }))
            .join(t('orders.listMark'))}
        </p>
      )}
      {thresholdsNotReached === undefined ? null : (
        <div>
          <p>{t('export.thresholdsNotReached')}</p>
          <ul>
            {thresholdsNotReached.map(({ rule, clause }) => (
              <li key={`${rule} ${clause}`} className="mono">
                {`${rule}: ${clause}`}
              </li>
            ))}
          </ul>
        </div>
      )}
      <p className="note">
        {t('export.notReproduced')} {notReproduced.map((input) => named(input)).join(t('orders.listMark'))}
      </p>
    </div>
  );
}
