import { frame } from './frame.ts';
import { data } from './data.ts';
import { lists } from './lists.ts';
import { mappings } from './mappings.ts';
import { reimport } from './reimport.ts';
import { lines } from './lines.ts';
import { recorded } from './recorded.ts';
import { quality } from './quality.ts';
import { events } from './events.ts';
import { explore } from './explore.ts';
import { patterns } from './patterns.ts';
import { identity } from './identity.ts';
import { maturity } from './maturity.ts';
import { targets } from './targets.ts';
import { personal } from './personal.ts';
import { stored } from './stored.ts';
import { near } from './near.ts';
import { links } from './links.ts';
import { without } from './without.ts';
import { orders } from './orders.ts';
import { rules } from './rules.ts';
import { policies } from './policies.ts';
import { builder } from './builder.ts';
import { library } from './library.ts';
import { features } from './features.ts';
import { backtest } from './backtest.ts';
import { reviewSample } from './review-sample.ts';
import { money } from './money.ts';
import { parts } from './parts.ts';
import { compare } from './compare.ts';
import { sides } from './sides.ts';
import { segment } from './segment.ts';
import { findings } from './findings.ts';
import { judged } from './judged.ts';
import { overTime } from './over-time.ts';
import { save } from './save.ts';
import { thresholds } from './thresholds.ts';
import { exporting } from './export.ts';
import { exportTargets } from './export-targets.ts';
import { conform } from './conform.ts';
import { sql } from './sql.ts';

export const en = {
  ...frame,
  ...data,
  ...lists,
  ...mappings,
  ...reimport,
  ...lines,
  ...recorded,
  ...quality,
  ...events,
  ...explore,
  ...patterns,
  ...identity,
  ...maturity,
  ...targets,
  ...personal,
  ...stored,
  ...near,
  ...links,
  ...without,
  ...orders,
  ...rules,
  ...policies,
  ...builder,
  ...library,
  ...features,
  ...backtest,
  ...reviewSample,
  ...money,
  ...parts,
  ...compare,
  ...sides,
  ...segment,
  ...findings,
  ...judged,
  ...overTime,
  ...save,
  ...thresholds,
  ...exporting,
  ...exportTargets,
  ...conform,
  ...sql,
};
