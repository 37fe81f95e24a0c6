/** Where somebody without a session says who they are: with the admin token. */

import { call } from './api.js';
import { el } from './dom.js';
import { t } from './i18n.js';
import { reason } from './notices.js';
import { brand, languageButton, themeButton } from './switches.js';

/** The view; `signedIn()` is called when the token was good, `again()` when the language has changed. */
export function login({ complaint, signedIn, again }) {
  const problem = el('p', { id: 'login-problem', class: 'problem', role: 'alert' }, complaint);
  const field = el('input', {
    id: 'token',
    type: 'password',
    autocomplete: 'current-password',
    required: true,
    spellcheck: 'false',
    'aria-describedby': 'login-help login-problem',
  });
  const button = el('button', { type: 'submit' }, t('login.enter'));

  async function enter(submit) {
    submit.preventDefault();
    button.setAttribute('aria-busy', 'true');
    try {
      await call('POST', '/api/session', { body: { token: field.value.trim() } });
      signedIn();
    } catch (failure) {
      problem.textContent = failure.status === 401 ? t('login.wrong') : reason(failure);
      field.setAttribute('aria-invalid', 'true');
      field.focus();
    } finally {
      button.removeAttribute('aria-busy');
    }
  }

  return el(
    'main',
    { class: 'alone login' },
    el('div', { class: 'login-top' }, brand(), el('div', { class: 'switches' }, languageButton(again), themeButton())),
    el('h1', {}, t('login.title')),
    el('form', { onsubmit: enter }, el('label', { for: 'token' }, t('login.token')), field, problem, button),
    el(
      'div',
      { id: 'login-help', class: 'help' },
      el('p', {}, t('login.where')),
      el(
        'ul',
        {},
        el('li', {}, t('login.where.variable'), ' ', el('code', {}, 'CARTEIRO_ADMIN_TOKEN')),
        el('li', {}, t('login.where.log'), ' ', el('code', {}, 'event=admin-token-made')),
      ),
    ),
  );
}
