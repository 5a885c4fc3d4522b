import { useContext, useEffect, useRef } from 'react';
import { ExplainedOf } from './save-context.ts';

/** A sentence under a chart: how it is read, what it leaves out. It goes along wherever the chart is put. */
export function Explained({
  children: text,
  unseen = false,
}: {
  readonly children: string;
  readonly unseen?: boolean;
}) {
  const all = useContext(ExplainedOf);
  const latest = useRef(text);
  latest.current = text;
  useEffect(() => all?.add(() => latest.current), [all]);
  return unseen ? null : <p className="note">{text}</p>;
}
