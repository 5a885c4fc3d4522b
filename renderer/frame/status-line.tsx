import type { CallName } from '../../analysis/engine-api.ts';
import { t, type TextKey } from '../i18n/index.ts';
import { count, rate } from '../i18n/format.ts';
import { progressText } from '../i18n/progress.ts';
import { client } from '../state/backend.ts';
import { jobs, type Job } from '../state/jobs.ts';
import { useOverview } from '../state/overview.ts';
import { hasOrders, useProject } from '../state/project.ts';
import { useStore } from '../state/store.ts';
import { unsavedWork } from '../state/unsaved.ts';
import { MaturityMark } from '../parts/figure.tsx';
import { Button } from '../parts/button.tsx';
import { agedShare, knownOf } from '../state/maturity.ts';

/** More than these would cover the rest of the line. */
const jobsShown = 2;

export function StatusLine() {
  const running = useStore(jobs);
  return (
    <footer className="status-line">
      <EngineLight />
      <InView />
      <Saved />
      <span className="grow" />
      <ul className="jobs">
        {running.slice(0, jobsShown).map((job) => (
          <JobEntry key={job.id} job={job} />
        ))}
        {running.length > jobsShown ? (
          <li className="job">{t('status.moreJobs', { count: running.length - jobsShown })}</li>
        ) : null}
      </ul>
    </footer>
  );
}

function Saved() {
  const info = useProject();
  const names = useStore(unsavedWork);
  if (info === null) return null;
  return (
    <span className="status-saved" data-testid="saved-state" title={names.join(' / ')}>
      {names.length === 0 ? t('status.saved') : t('status.unsaved', { count: names.length })}
    </span>
  );
}

function EngineLight() {
  const state = useStore(client().state);
  const text =
    state.kind === 'restarting' ? t('engine.restarting', { attempt: state.attempt }) : t(`engine.${state.kind}`);
  return (
    <span className="engine-light" role="status">
      <span className={`light ${state.kind}`} aria-hidden="true" />
      {text}
    </span>
  );
}

function InView() {
  const info = useProject();
  const { value, fresh } = useOverview();
  if (info === null) return null;
  if (!hasOrders(info)) return <span>{t('status.noOrders')}</span>;
  if (!value) return null;
  const { bad, good, immature } = value.states;
  const counts = { orders: value.orders, bad: bad.orders, good: good.orders, immature: immature.orders };
  const { mark } = knownOf(counts, info.maturity);
  const share = value.mature === null ? null : agedShare({ old: value.mature, all: value.orders });
  const matured =
    share === null
      ? t('status.maturityNotMeasured')
      : t('status.maturity', { share: rate(share), old: count(value.mature ?? 0), orders: count(value.orders) });
  return (
    <>
      <span className={fresh ? '' : 'old-figures'} data-testid="orders-in-view">
        {t('status.orders', { shown: count(value.orders), all: count(value.ordersAll) })}
      </span>
      <span className="row status-maturity">
        <MaturityMark kind={mark} />
        <span className="clip" title={matured}>
          {matured}
        </span>
      </span>
    </>
  );
}

const jobKeys: Partial<Record<CallName, TextKey>> = {
  'project.info': 'job.project.info',
  'project.update': 'job.project.update',
  'sql.run': 'job.sql.run',
  'export.package': 'job.export.package',
  'export.readPackage': 'job.export.readPackage',
  'export.takeIn': 'job.export.takeIn',
  'export.conform': 'job.export.conform',
  'export.emulate': 'job.export.emulate',
  'export.keepSigner': 'job.project.update',
};
const roomKeys: Readonly<Record<string, TextKey>> = {
  import: 'job.import',
  explore: 'job.explore',
  maturity: 'job.explore',
  targets: 'job.explore',
  personal: 'job.explore',
  orders: 'job.orders',
  rules: 'job.rules',
  ruleSets: 'job.rules',
  backtest: 'job.backtest',
  export: 'job.export',
};

export function jobText(name: CallName): string {
  return t(jobKeys[name] ?? roomKeys[name.split('.')[0] ?? ''] ?? 'common.loading');
}

function JobEntry({ job }: { readonly job: Job }) {
  const name = jobText(job.name);
  const fraction = job.progress?.fraction ?? null;
  return (
    <li className="job">
      <span>{name}</span>
      <span>{progressText(job.progress)}</span>
      <progress className="progress" aria-label={name} {...(fraction === null ? {} : { value: fraction })} max={1} />
      <Button look="quiet" small icon="close" aria-label={t('status.cancelJob', { name })} onClick={job.cancel} />
    </li>
  );
}
