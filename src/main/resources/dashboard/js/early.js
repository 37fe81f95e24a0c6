// A classic script in the head: the theme is known before anything is painted.
(() => {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const apply = () => {
    let chosen = null;
    try {
      chosen = localStorage.getItem('carteiro-theme');
    } catch {
      // Storage is forbidden: the system's choice counts.
    }
    document.documentElement.dataset.theme = chosen ?? (system.matches ? 'dark' : 'light');
    dispatchEvent(new Event('carteiro-theme'));
  };
  system.addEventListener('change', apply);
  addEventListener('carteiro-theme-chosen', apply);
  apply();
})();
