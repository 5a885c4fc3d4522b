import { fill } from '../model/messages/index.ts';
import type { StandIns } from '../model/stand-ins.ts';
import type { Language } from './messages.ts';
import { count } from './told-rows.ts';

const texts = {
  en: {
    exceptions:
      'Note: {exceptions} exceptions of the package hold a stand-in for a personal value, and so for nobody: put the real values there.',
    lists:
      'Note: the package does not hold the entries of {lists}: what they decide is unknown until events tell them.',
  },
  ja: {
    exceptions:
      '注意: 例外 {exceptions} 件は個人の値の代わりの値のままのため、どの注文にも当てはまりません。実際の値に置き換えてください。',
    lists:
      '注意: リスト {lists} の登録内容はパッケージに入っていません。イベントで知らせるまで、これを使うルールは判定できません。',
  },
} as const satisfies Record<Language, unknown>;

/** What a package lacks to decide as it was tested, in lines for a person; none where it lacks nothing. */
export const standInLines = ({ exceptions, lists }: StandIns, language: Language): string[] => [
  ...(exceptions === 0 ? [] : [fill(texts[language].exceptions, { exceptions: count(exceptions) })]),
  ...(lists.length === 0 ? [] : [fill(texts[language].lists, { lists: lists.join(language === 'ja' ? '、' : ', ') })]),
];
