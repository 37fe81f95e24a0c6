/** Short sentences at the page's edge, read out by screen readers: what was done, and what did not work. */

import { Problem } from './api.js';
import { el } from './dom.js';
import { t } from './i18n.js';

const READING_TIME = 7000;

/** Says that something was done. */
export function say(text) {
  show(text, 'done');
}

/** Says why something was not done; whoever left the view is told nothing. */
export function complain(failure) {
  if (failure.name !== 'AbortError') {
    show(reason(failure), 'failed');
  }
}

/** What a problem is, in words. */
export function reason(failure) {
  if (failure instanceof Problem) {
    return failure.status === 0
      ? t('problem.silent')
      : failure.message || t('problem.status', { status: failure.status });
  }
  return t('problem.unexpected', { reason: failure.message });
}

/** A failure is told inside the dialog that is open: what lies behind it is out of reach. */
function show(text, kind) {
  const dialog = kind === 'failed' && document.querySelector('dialog[open] > article');
  const notice = el('p', { class: `notice ${kind}`, role: kind === 'failed' ? 'alert' : null }, text);
  (dialog || document.getElementById('notices')).append(notice);
  setTimeout(() => notice.remove(), READING_TIME);
}

/** Does what a button asks for, and says how it went; the button cannot be pressed meanwhile. */
export async function act(button, work, done) {
  if (button?.getAttribute('aria-busy') === 'true') {
    return undefined;
  }
  button?.setAttribute('aria-busy', 'true');
  try {
    const result = await work();
    if (done) {
      say(typeof done === 'function' ? done(result) : done);
    }
    return result;
  } catch (failure) {
    complain(failure);
    return undefined;
  } finally {
    button?.removeAttribute('aria-busy');
  }
}
