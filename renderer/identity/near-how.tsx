import { nearMostProfiles, type NearReport } from '../../analysis/model/near.ts';
import { count } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { identityWords } from '../i18n/messages.ts';
import { bitsText } from './near-pair.tsx';

/** Every number that weights are made of, and what pairs were looked for by. */
export function NearHow({ report }: { readonly report: NearReport }) {
  const words = identityWords().near;
  const { rounds, converged, sampled, odds, passes, skipped } = report;
  return (
    <details className="near-how">
      <summary>{t('near.how')}</summary>
      <div className="stack">
        <p className="note">
          {t('near.howNote', {
            rounds: count(rounds),
            settled: t(converged ? 'near.settled' : 'near.unsettled'),
            sampled: count(sampled),
          })}
        </p>
        <div className="identity-columns">
          <table className="table">
            <caption>{t('near.how')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('near.field')}</th>
                <th scope="col">{t('near.level')}</th>
                <th scope="col" className="num">
                  {t('near.m')}
                </th>
                <th scope="col" className="num">
                  {t('near.u')}
                </th>
                <th scope="col" className="num">
                  log₂(m/u)
                </th>
              </tr>
            </thead>
            <tbody>
              {odds.map(({ field, level, m, u }, n) => (
                <tr key={`${field} ${level}`}>
                  <th scope="row">{odds[n - 1]?.field === field ? '' : words.fields[field]}</th>
                  <td>{words.levels[level]}</td>
                  <td className="num">{shareText(m)}</td>
                  <td className="num">{shareText(u)}</td>
                  <td className="num">{bitsText(Math.log2(m / u))}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <div className="stack">
            <table className="table">
              <caption>{t('near.passes')}</caption>
              <thead>
                <tr>
                  <th scope="col">{t('near.pass')}</th>
                  <th scope="col" className="num">
                    {t('near.passValues')}
                  </th>
                  <th scope="col" className="num">
                    {t('near.passSkipped')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {passes.map((one) => (
                  <tr key={one.pass}>
                    <th scope="row">{words.passes[one.pass]}</th>
                    <td className="num">{count(one.values)}</td>
                    <td className="num">{count(one.skipped)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            {skipped.length === 0 ? null : (
              <>
                <p className="note">{t('near.skippedNote', { most: count(nearMostProfiles) })}</p>
                <ul className="note">
                  {skipped.map(({ pass, first, profiles }) => (
                    <li key={`${pass} ${first} ${profiles}`}>
                      {t('near.skippedOne', { pass: words.passes[pass], profiles: count(profiles), first })}
                    </li>
                  ))}
                </ul>
              </>
            )}
          </div>
        </div>
      </div>
    </details>
  );
}

/** Shares down to one in millions: three digits that count. */
const shareText = (share: number): string =>
  share >= 0.001 ? `${(share * 100).toFixed(share >= 0.1 ? 1 : 2)}%` : share.toExponential(1);
