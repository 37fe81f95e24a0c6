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

/** Offers the other theme. */
export function themeButton() {
  const button = el('button', { id: 'theme', class: 'quiet', type: 'button' });
  const label = () => {
    const dark = document.documentElement.dataset.theme === 'dark';
    const name = t(dark ? 'theme.light' : 'theme.dark');
    button.replaceChildren(icon(dark ? 'sun' : 'moon'));
    button.setAttribute('aria-label', name);
    button.title = name;
  };
  button.onclick = () => {
    const wanted = document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark';
    remember('theme', wanted);
    dispatchEvent(new Event('carteiro-theme-chosen'));
    label();
  };
  label();
  return button;
}
