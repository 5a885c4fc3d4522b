import { findingWords, qualityMessages } from '../../analysis/model/messages/quality.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { rejectedFindings, type Finding, type QualityReport } from '../../analysis/model/quality.ts';
import { share } from '../../analysis/model/share.ts';
import { count, rate } from '../i18n/format.ts';
import { language, t } from '../i18n/index.ts';
import { columnName } from '../i18n/values.ts';
import { Panel } from '../parts/panel.tsx';
import { go, openOrders } from '../state/address.ts';
import { rejectedPath } from './rejected-path.ts';

interface FindingsProps {
  readonly info: ProjectInfo;
  readonly report: QualityReport;
}

/** Every finding with its orders, the worst first; then what was looked for in vain, or not at all. */
export function QualityFindings({ info, report }: FindingsProps) {
  const words = qualityMessages(language.get());
  const clean = report.clean.map((code) => words.findings[code].name);
  const skipped = report.skipped.map(({ code, reason }) =>
    t('quality.skippedOne', { name: words.findings[code].name, reason: words.skipReasons[reason] }),
  );
  return (
    <Panel title={t('quality.findings')} note={t('quality.findingsNote')}>
      {report.findings.length === 0 ? <p>{t('quality.noFindings')}</p> : null}
      <ol className="findings">
        {report.findings.map((finding) => (
          <FindingRow
            key={JSON.stringify([finding.code, finding.column, finding.params, finding.filter])}
            {...{ info, finding }}
          />
        ))}
      </ol>
      <Names title={t('quality.clean')} names={clean} />
      <Names title={t('quality.skipped')} names={skipped} />
    </Panel>
  );
}

const tagOf = { blocking: 'tag blocking', warning: 'tag warn', note: 'tag' } as const;

function FindingRow({ info, finding }: { readonly info: ProjectInfo; readonly finding: Finding }) {
  const column = finding.column === null ? '' : columnName(info, finding.column);
  const { name, means, todo } = findingWords(finding, column, language.get());
  const title = column === '' ? name : t('clause.finding', { name, column });
  return (
    <li className="finding" data-testid={`finding-${finding.code}`}>
      <span className={tagOf[finding.severity]}>{qualityMessages(language.get()).severities[finding.severity]}</span>
      <div className="finding-count">
        <Counted finding={finding} title={title} />
        <span className="note">
          {t('quality.ofCount', {
            of: count(finding.of),
            unit: t(`quality.unit.${finding.unit}`, { count: finding.of }),
            share: rate(share(finding.count, finding.of) ?? 0),
          })}
        </span>
        <ImportsLink finding={finding} title={title} />
      </div>
      <div className="finding-words">
        <h3>{title}</h3>
        <p>{means}</p>
        <p className="muted">{todo}</p>
        {finding.filter !== null || finding.unit === 'orders' ? null : (
          <p className="muted">{qualityMessages(language.get()).noOrders[finding.unit]}</p>
        )}
      </div>
    </li>
  );
}

interface CountedProps {
  readonly finding: Finding;
  readonly title: string;
}

/** The number opens its orders. */
function Counted({ finding, title }: CountedProps) {
  const { filter, unit } = finding;
  const written = count(finding.count);
  const text = (
    <>
      {written}
      <span className="figure-unit">{t(`quality.unit.${unit}`, { count: finding.count })}</span>
    </>
  );
  const rejected = rejectedFindings.find((code) => code === finding.code);
  if (finding.count === 0 || (filter === null && rejected === undefined))
    return <span className="finding-number">{text}</span>;
  if (filter === null)
    return (
      <button
        type="button"
        className="link finding-number"
        aria-label={t('quality.openRowsOf', { name: title, count: written })}
        onClick={() => go({ path: rejectedPath(rejected) })}
      >
        {text}
      </button>
    );
  return (
    <button
      type="button"
      className="link finding-number"
      aria-label={t('quality.openOrdersOf', { name: title, count: written })}
      onClick={() => openOrders(filter)}
    >
      {text}
    </button>
  );
}

/** What is told of files leads to their reports, and orders whose further rows were rejected to those. */
function ImportsLink({ finding: { unit, code, filter }, title }: CountedProps) {
  const rejected = rejectedFindings.find((one) => one === code);
  if (rejected !== undefined && filter !== null)
    return (
      <button
        type="button"
        className="link"
        aria-label={t('quality.rejectedOf', { name: title })}
        onClick={() => go({ path: rejectedPath(rejected) })}
      >
        {t('quality.rejectedRows')}
      </button>
    );
  if (unit !== 'rows' && unit !== 'outcomes') return null;
  return (
    <button
      type="button"
      className="link"
      aria-label={t('quality.openImportsOf', { name: title })}
      onClick={() => go({ path: [] })}
    >
      {t('quality.openImports')}
    </button>
  );
}

function Names({ title, names }: { readonly title: string; readonly names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <p className="note">
      {title}: {names.join(t('orders.listMark'))}
    </p>
  );
}
