/** The brand, and the switches of language and theme. */

import { el } from './dom.js';
import { speak, spoken, t } from './i18n.js';
import { icon } from './icons.js';
import { remember } from './memory.js';

/** The name, which leads home. */
export function brand() {
  return el(
    'a',
    { class: 'brand', href: '#/' },
    el('img', { src: '/dashboard/favicon.svg', alt: '', width: 28, height: 28 }),
    el('span', {}, 'Carteiro'),
  );
}

/** Offers the other language, in that language. */
export function languageButton(changed) {
  const [other, name, short] = spoken() === 'en' ? ['pt-BR', 'Português', 'PT'] : ['en', 'English', 'EN'];
  const change = () => {
    speak(other);
    changed();
    document.getElementById('language').focus();
  };
  return el(
    'button',
    {
      id: 'language',
      class: 'quiet',
      type: 'button',
      lang: other,
      'aria-label': `${short}: ${name}`,
      title: name,
      onclick: change,
    },
    short,
  );
}

const isDark = () => document.documentElement.dataset.theme === 'dark';

/** Offers the other theme. */
export function themeButton() {
  const choose = () => {
    remember('theme', isDark() ? 'light' : 'dark');
    dispatchEvent(new Event('carteiro-theme-chosen'));
  };
  return labelled(el('button', { id: 'theme', class: 'quiet', type: 'button', onclick: choose }));
}

function labelled(button) {
  const name = t(isDark() ? 'theme.light' : 'theme.dark');
  button.replaceChildren(icon(isDark() ? 'sun' : 'moon'));
  button.setAttribute('aria-label', name);
  button.title = name;
  return button;
}

/** The system may change it as well, at dusk. */
addEventListener('carteiro-theme', () => {
  const button = document.getElementById('theme');
  if (button) {
    labelled(button);
  }
});
