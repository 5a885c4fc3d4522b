import { useRef, useState } from 'react';
import {
  nearBits,
  nearShows,
  posterior,
  type NearChoice,
  type NearPair,
  type NearShow,
  type NearState,
} from '../../analysis/model/near.ts';
import { usualHubPersons } from '../../analysis/model/identity.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { count, rate } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { FailureCallout } from '../parts/callout.tsx';
import { Figure } from '../parts/figure.tsx';
import { Panel } from '../parts/panel.tsx';
import { call } from '../state/jobs.ts';
import { refreshProject } from '../state/project.ts';
import { useLatest } from '../state/request.ts';
import { attempt } from '../state/toasts.ts';
import { NearHow } from './near-how.tsx';
import { NearList } from './near-list.tsx';
import { bitsText, NearPairDetail } from './near-pair.tsx';

/** Pairs a list shows; the next ones come up as these are decided. */
const shown = 200;

/** Profiles that no key links and that may be one person all the same, for a person to decide on. */
export function NearMatches({ info }: { readonly info: ProjectInfo }) {
  // Decisions change no order, so that the version of the data does not tell of them.
  const [decided, setDecided] = useState(0);
  const version = `${info.dataVersion} ${decided}`;
  const state = useLatest('identity.near', {}, version);
  const [running, setRunning] = useState(false);
  const find = (): void => {
    setRunning(true);
    attempt(async () => {
      try {
        await call('identity.findNear', {});
        await refreshProject();
        setDecided((n) => n + 1);
      } finally {
        setRunning(false);
      }
    });
  };
  return (
    <Panel
      title={t('near.title')}
      note={t('near.note')}
      actions={
        <Button small icon="search" disabled={running || info.readOnly} onClick={find}>
          {t(state.value ? 'near.findAgain' : 'near.find')}
        </Button>
      }
    >
      {state.failure ? <FailureCallout failure={state.failure} /> : null}
      {running ? <p role="status">{t('near.finding')}</p> : null}
      {state.value ? (
        <Found state={state.value} info={info} version={version} changed={() => setDecided((n) => n + 1)} />
      ) : (
        <p className="note">{t('near.intro')}</p>
      )}
    </Panel>
  );
}

interface FoundProps {
  readonly state: NearState;
  readonly info: ProjectInfo;
  readonly version: string;
  readonly changed: () => void;
}

function Found({ state, info, version, changed }: FoundProps) {
  const { report } = state;
  return (
    <div className="stack" data-testid="near-found">
      <div className="figures">
        <Figure
          label={t('near.profiles')}
          value={count(report.profiles)}
          denominator={t('near.profilesOf', { orders: count(report.orders) })}
        />
        <Figure label={t('near.compared')} value={count(report.candidates)} />
        <Figure
          label={t('near.kept')}
          value={count(report.pairs)}
          denominator={t('near.keptOf', { bits: bitsText(nearBits.review) })}
        />
        <Figure
          label={t('near.over')}
          value={count(report.over)}
          denominator={t('near.overOf', { bits: bitsText(nearBits.link), share: rate(posterior(nearBits.link)) })}
        />
      </div>
      <Applying state={state} info={info} />
      <Review info={info} version={version} state={state} changed={changed} />
      <NearHow report={report} />
    </div>
  );
}

/** Decisions wait until orders are linked again: linking takes its time, deciding does not. */
function Applying({ state, info }: Pick<FoundProps, 'state' | 'info'>) {
  const links = useLatest('identity.links', {}, info.dataVersion);
  const [wanted, setWanted] = useState<boolean | null>(null);
  const [running, setRunning] = useState(false);
  const now = links.value?.near === true;
  const over = wanted ?? now;
  const link = (): void => {
    setRunning(true);
    attempt(async () => {
      try {
        await call('identity.link', { hubPersons: links.value?.hubPersons ?? usualHubPersons, near: over });
        await refreshProject();
      } finally {
        setRunning(false);
      }
    });
  };
  return (
    <div className="row wrap">
      <label className="row">
        <input
          type="checkbox"
          checked={over}
          disabled={info.readOnly}
          onChange={(event) => setWanted(event.target.checked)}
        />
        {t('near.useOver')}
      </label>
      {state.waiting > 0 ? <span role="status">{t('near.waiting', { count: count(state.waiting) })}</span> : null}
      {state.waiting > 0 || over !== now ? (
        <Button small look="primary" icon="play" disabled={running || info.readOnly} onClick={link}>
          {t('near.apply')}
        </Button>
      ) : null}
      {running ? <span role="status">{t('identity.linking')}</span> : null}
    </div>
  );
}

const totalOf = (state: NearState, show: NearShow, total: number): number => (show === 'over' ? total : state[show]);

function Review({ info, version, state, changed }: FoundProps) {
  const [show, setShow] = useState<NearShow>('open');
  const [selected, setSelected] = useState(0);
  const [busy, setBusy] = useState(false);
  const before = useRef<string[]>([]);
  const page = useLatest('identity.nearPairs', { show, offset: 0, limit: shown }, `${version} ${show}`);
  const rows = page.value?.rows ?? [];
  const at = Math.max(0, Math.min(selected, rows.length - 1));
  const pair = rows[at];
  const say = (name: string, choice: NearChoice): void => {
    if (busy || info.readOnly) return;
    setBusy(true);
    attempt(async () => {
      try {
        await call('identity.decideNear', { pair: name, choice });
        changed();
      } finally {
        setBusy(false);
      }
    });
  };
  const decide = (of: NearPair, choice: NearChoice): void => {
    if (busy || (of.decision !== null && choice !== 'undo')) return;
    if (choice !== 'undo') before.current.push(of.pair);
    say(of.pair, choice);
  };
  const undoLast = (): void => {
    const last = busy ? undefined : before.current.pop();
    if (last !== undefined) say(last, 'undo');
  };
  return (
    <div className="stack tight">
      <div className="row wrap">
        <label className="row">
          <span>{t('near.show')}</span>
          <select
            className="select"
            value={show}
            onChange={(event) => {
              setShow(nearShows.find((one) => one === event.target.value) ?? 'open');
              setSelected(0);
            }}
          >
            {nearShows.map((one) => (
              <option key={one} value={one}>
                {t(`near.show.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <span className="note">
          {t('near.listNote', {
            shown: count(rows.length),
            total: count(totalOf(state, show, page.value?.total ?? 0)),
          })}
        </span>
        <span className="actions">
          <Button small icon="undo" look="quiet" disabled={busy || before.current.length === 0} onClick={undoLast}>
            {t('near.undoLast')}
          </Button>
        </span>
      </div>
      {page.failure ? <FailureCallout failure={page.failure} /> : null}
      {page.value !== null && rows.length === 0 ? <p className="muted">{t('near.empty')}</p> : null}
      <div className="near-review">
        <NearList
          pairs={rows}
          selected={at}
          fresh={page.fresh}
          select={setSelected}
          decide={decide}
          undoLast={undoLast}
        />
        {pair ? <NearPairDetail pair={pair} info={info} disabled={busy || info.readOnly} decide={decide} /> : null}
      </div>
    </div>
  );
}
