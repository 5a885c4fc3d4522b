import type { FileToken } from '../../analysis/engine-api.ts';
import type { ChosenFile } from '../../analysis/model/bridge.ts';
import { t } from '../i18n/index.ts';

export const tokenOf = (file: ChosenFile): FileToken => file.token as FileToken;

/** All files that are read as one. */
export const allTokens = (file: ChosenFile): FileToken[] => [file, ...(file.more ?? [])].map(tokenOf);

/** The same as calls name them. */
export function tokensOf(file: ChosenFile): { readonly file: FileToken; readonly more?: FileToken[] } {
  const more = (file.more ?? []).map(tokenOf);
  return more.length === 0 ? { file: tokenOf(file) } : { file: tokenOf(file), more };
}

/** What a history is called: its file, or the first of several. */
export function titleOf(file: ChosenFile): string {
  const more = file.more?.length ?? 0;
  return more === 0 ? file.name : t('data.andMore', { name: file.name, more });
}
