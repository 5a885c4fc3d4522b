import type { ConformReport } from '../model/conform.ts';
import type { EmulationReport } from '../model/emulation.ts';
import type { Masks } from './masks.ts';

const ownOrder = (id: string, { mask }: Masks): string => String(mask('event_id', id));

/** What production decided otherwise, its orders under masks. */
export function conformed(report: ConformReport, masks: Masks): ConformReport {
  return {
    ...report,
    causes: report.causes.map((one) => ({
      ...one,
      orderIds: one.orderIds.map((id) => ownOrder(id, masks)),
      first: one.first && { ...one.first, orderId: ownOrder(one.first.orderId, masks) },
    })),
  };
}

/** What another engine would decide otherwise, its orders under masks. */
export function emulated(report: EmulationReport, masks: Masks): EmulationReport {
  return {
    ...report,
    transitions: report.transitions.map((one) => ({
      ...one,
      orderIds: one.orderIds.map((id) => ownOrder(id, masks)),
    })),
    first: report.first.map((one) => ({ ...one, orderId: ownOrder(one.orderId, masks) })),
  };
}
