import { nameAgrees, posterior, type NearChoice, type NearPair, type NearSide } from '../../analysis/model/near.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { count, dateTime, rate } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { identityWords } from '../i18n/messages.ts';
import { orderParam } from '../orders/open-order.ts';
import { Button } from '../parts/button.tsx';
import { go } from '../state/address.ts';
import { piecesOf } from './marked.ts';

/** Bits with their sign and one decimal. */
export function bitsText(bits: number): string {
  const text = Math.abs(bits).toFixed(1);
  return Number(text) === 0 ? text : `${bits < 0 ? '−' : '+'}${text}`;
}

/** Never quite certain: what would be rounded to 100 % is said to be more than the last figure below it. */
const chance = (share: number): string => (share > nearlySure ? `> ${rate(nearlySure)}` : rate(share));
const nearlySure = 0.999;

export interface NearPairProps {
  readonly pair: NearPair;
  readonly info: ProjectInfo;
  readonly disabled: boolean;
  readonly decide: (pair: NearPair, choice: NearChoice) => void;
}

/** One pair: both sides with what differs marked, what each field says, and the decision. */
export function NearPairDetail({ pair, info, disabled, decide }: NearPairProps) {
  const { evidence, priorBits, bits, decision, decidedAt, together } = pair;
  const most = Math.max(1, Math.abs(priorBits), ...evidence.map((one) => Math.abs(one.bits)));
  const words = identityWords().near;
  const name = evidence.find(({ field }) => field === 'name');
  return (
    <div className="stack" data-testid="near-pair">
      <div className="row wrap">
        <strong>
          {t('near.weight', { bits: bitsText(bits) })} · {t('near.posterior', { share: chance(posterior(bits)) })}
        </strong>
        {together ? <span className="tag">{t('near.together')}</span> : null}
        {decision && decidedAt !== null ? (
          <span className="note">
            {t('near.decided', { at: dateTime(decidedAt, info.timezone), decision: t(`near.show.${decision}`) })}
          </span>
        ) : null}
        <span className="actions row">
          {decision === null ? (
            <>
              <Button small look="primary" icon="check" disabled={disabled} onClick={() => decide(pair, 'accepted')}>
                {t('near.accept')}
              </Button>
              <Button small icon="close" disabled={disabled} onClick={() => decide(pair, 'rejected')}>
                {t('near.reject')}
              </Button>
            </>
          ) : (
            <Button small icon="undo" disabled={disabled} onClick={() => decide(pair, 'undo')}>
              {t('near.undo')}
            </Button>
          )}
        </span>
      </div>
      {name && !nameAgrees.includes(name.level) ? <p className="note">{t('near.nameDiffers')}</p> : null}
      <table className="table near-evidence">
        <thead>
          <tr>
            <th scope="col">{t('near.field')}</th>
            {pair.sides.map((side) => (
              <th key={side.seq} scope="col">
                <button
                  type="button"
                  className="link mono"
                  title={t('common.showOrders')}
                  onClick={() => go({ room: 'explore', params: { order: orderParam(side.seq, info) } })}
                >
                  {side.order}
                </button>{' '}
                <span className="note nowrap">{t('near.orders', { count: count(side.orders) })}</span>
              </th>
            ))}
            <th scope="col">{t('near.level')}</th>
            <th scope="col">{t('near.contribution')}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row" colSpan={4}>
              {t('near.prior')}
            </th>
            <td>
              <Bits bits={priorBits} most={most} />
            </td>
          </tr>
          {evidence.map(({ field, level, bits: of, rarity }) => (
            <tr key={field}>
              <th scope="row">{words.fields[field]}</th>
              {pair.sides.map((side, n) => (
                <td key={side.seq}>
                  <Written side={side} other={pair.sides[n === 0 ? 1 : 0]} field={field} />
                </td>
              ))}
              <td>{words.levels[level]}</td>
              <td title={rarity === 0 ? undefined : t('near.rarity', { bits: bitsText(rarity) })}>
                <Bits bits={of} most={most} />
              </td>
            </tr>
          ))}
          <tr>
            <th scope="row" colSpan={4}>
              {t('near.total')}
            </th>
            <td>
              <Bits bits={bits} most={most} />
            </td>
          </tr>
        </tbody>
      </table>
    </div>
  );
}

interface WrittenProps {
  readonly side: NearSide;
  readonly other: NearSide;
  readonly field: NearPair['evidence'][number]['field'];
}

function Written({ side, other, field }: WrittenProps) {
  return (
    <>
      {field === 'agent' ? (side.agent ?? '—') : <Marked text={side[field]} other={other[field]} />}
      {field === 'name' && side.kana !== null ? (
        <div className="note">
          <Marked text={side.kana} other={other.kana} />
        </div>
      ) : null}
    </>
  );
}

/** What the other side writes differently stands out. */
export function Marked({ text, other }: { readonly text: string | null; readonly other: string | null }) {
  if (text === null) return <span className="muted">—</span>;
  return (
    <>{piecesOf(text, other ?? '').map(({ text: piece, own }, n) => (own ? <mark key={n}>{piece}</mark> : piece))}</>
  );
}

function Bits({ bits, most }: { readonly bits: number; readonly most: number }) {
  const share = Math.min(1, Math.abs(bits) / most);
  return (
    <span className="near-bits">
      <span className="num">{bits === 0 ? '0' : bitsText(bits)}</span>
      <span className={`near-bar ${bits < 0 ? 'against' : 'for'}`} aria-hidden="true">
        <span style={{ width: `${share * 50}%` }} />
      </span>
    </span>
  );
}
