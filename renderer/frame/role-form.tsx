import { useState, type ReactNode } from 'react';
import type { Preferences } from '../../analysis/model/bridge.ts';
import {
  personalClasses,
  roles,
  unmaskedBetween,
  type PersonalClass,
  type Role,
  type RoleMasks,
} from '../../analysis/model/personal-roles.ts';
import { dateTime } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { Callout } from '../parts/callout.tsx';
import { jobs } from '../state/jobs.ts';
import { choosePersonal, personalView, type PersonalView } from '../state/preferences.ts';
import { useProject } from '../state/project.ts';
import { useStore } from '../state/store.ts';
import { attempt } from '../state/toasts.ts';
import { classesText } from './masked-text.ts';
import './personal.css';

interface RoleFormProps {
  readonly onDone?: () => void;
  readonly cancel?: ReactNode;
}

/** The roles with what is masked for each, the one in use, and when values were shown that had been masked. */
export function RoleForm(props: RoleFormProps) {
  const view = useStore(personalView);
  if (view === null) return null;
  return (
    <div className="stack">
      <p className="note">{t('personal.hint')}</p>
      <Edited key={JSON.stringify([view.role, view.masks])} view={view} {...props} />
      <Unmaskings unmaskings={view.unmaskings} />
    </div>
  );
}

function Edited({ view, onDone, cancel }: RoleFormProps & { readonly view: PersonalView }) {
  const [role, setRole] = useState<Role>(view.role);
  const [masks, setMasks] = useState<RoleMasks>(view.masks);
  const [asking, setAsking] = useState(false);
  const busy = useStore(jobs).length > 0;
  const shown = unmaskedBetween(view.masks[view.role], masks[role]);
  const changed = role !== view.role || roles.some((one) => !same(masks[one], view.masks[one]));
  const apply = () => {
    if (shown.length > 0 && !asking) return setAsking(true);
    onDone?.();
    attempt(() => choosePersonal(role, masks));
  };
  const edit = (work: () => void) => {
    setAsking(false);
    work();
  };
  const toggle = (of: Role, one: PersonalClass) =>
    edit(() => {
      const now = masks[of].includes(one) ? masks[of].filter((other) => other !== one) : [...masks[of], one];
      setMasks({ ...masks, [of]: personalClasses.filter((each) => now.includes(each)) });
    });
  return (
    <>
      <table className="table role-table">
        <thead>
          <tr>
            <th scope="col">{t('personal.role')}</th>
            {personalClasses.map((one) => (
              <th key={one} scope="col">
                {t(`personal.class.${one}`)}
                <span className="note">{t(`personal.of.${one}`)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {roles.map((one) => (
            <tr key={one} className={one === role ? 'chosen' : ''}>
              <th scope="row">
                <label className="row">
                  <input type="radio" name="role" checked={one === role} onChange={() => edit(() => setRole(one))} />
                  <span>
                    {t(`personal.role.${one}`)}
                    <span className="note">{t(`personal.roleNote.${one}`)}</span>
                  </span>
                </label>
              </th>
              {personalClasses.map((each) => (
                <td key={each}>
                  <label className="row">
                    <input
                      type="checkbox"
                      checked={masks[one].includes(each)}
                      aria-label={t('personal.maskOf', {
                        role: t(`personal.role.${one}`),
                        what: t(`personal.class.${each}`),
                      })}
                      onChange={() => toggle(one, each)}
                    />
                    <span>{t(masks[one].includes(each) ? 'personal.isMasked' : 'personal.isShown')}</span>
                  </label>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="note">{t('personal.always')}</p>
      {asking ? (
        <Callout kind="warn">
          <p>{t('personal.showWarning', { what: classesText(shown) })}</p>
          <p className="note">{t('personal.recorded')}</p>
        </Callout>
      ) : null}
      {busy ? <p className="note">{t('personal.busy')}</p> : null}
      <div className="row end">
        {cancel}
        <Button look="primary" disabled={!changed || busy} onClick={apply}>
          {t(asking ? 'personal.show' : 'common.apply')}
        </Button>
      </div>
    </>
  );
}

const same = (one: readonly PersonalClass[], other: readonly PersonalClass[]): boolean =>
  personalClasses.every((each) => one.includes(each) === other.includes(each));

const listed = 10;

function Unmaskings({ unmaskings }: Pick<Preferences, 'unmaskings'>) {
  const timezone = useProject()?.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <section>
      <h3 className="sub-title">{t('personal.record')}</h3>
      {unmaskings.length === 0 ? <p className="note">{t('personal.noRecord')}</p> : null}
      <ul className="unmaskings">
        {unmaskings.slice(0, listed).map(({ at, role, shown, project }) => (
          <li key={at}>
            {t('personal.recordLine', {
              at: dateTime(at, timezone),
              role: t(`personal.role.${role}`),
              what: classesText(shown),
              project,
            })}
          </li>
        ))}
      </ul>
    </section>
  );
}
