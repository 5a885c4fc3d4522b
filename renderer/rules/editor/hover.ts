import { hoverTooltip } from '@codemirror/view';
import { t } from '../../i18n/index.ts';
import { fieldIn, nameAt, type GetContext } from './context.ts';
import { fieldInfo, paragraph } from './field-info.ts';
import { aboutList, listOf } from './list-options.ts';
import { celWords } from './words.ts';

/** What the field or function under the pointer is. */
export function celHover(context: GetContext) {
  return hoverTooltip((view, at) => {
    const { name, from, to } = nameAt(view.state.doc.toString(), at);
    if (name === '') return null;
    const { scope } = context();
    const field = fieldIn(name, scope);
    if (field && at <= from + field.path.length) {
      return { pos: from, end: from + field.path.length, create: () => ({ dom: fieldInfo(field, context()) }) };
    }
    const list = listOf(name, scope);
    if (list) return { pos: from, end: to, create: () => ({ dom: paragraph(aboutList(list)) }) };
    const last = name.slice(name.lastIndexOf('.') + 1);
    const word = celWords.find((candidate) => candidate.name === last);
    return word ? { pos: to - last.length, end: to, create: () => ({ dom: paragraph(t(word.text)) }) } : null;
  });
}
