import { writtenPath, type Scope, type ScopeField } from '../../../analysis/expression/index.ts';
import type { ProjectInfo } from '../../../analysis/model/project.ts';

/** What the editor's helpers need to know; read anew each time, so that it may change under the editor. */
export interface EditorContext {
  readonly scope: Scope;
  readonly info: ProjectInfo;
}

export type GetContext = () => EditorContext;

const pathPart = /[\p{L}\p{N}_.]/u;

/** The longest name around a place, and where it stands. */
export function nameAt(
  text: string,
  at: number,
): { readonly name: string; readonly from: number; readonly to: number } {
  let from = at;
  let to = at;
  while (from > 0 && pathPart.test(text[from - 1] ?? '')) from -= 1;
  while (to < text.length && pathPart.test(text[to] ?? '')) to += 1;
  return { name: text.slice(from, to), from, to };
}

/** The field a name begins with: `buyer.email.contains` begins with `buyer.email`. */
export function fieldIn(name: string, { fields }: Scope): ScopeField | null {
  for (let path = name; path !== ''; path = path.slice(0, Math.max(0, path.lastIndexOf('.')))) {
    const field = fields.get(writtenPath(path));
    if (field) return field;
  }
  return null;
}
