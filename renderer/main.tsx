import './zod-without-eval';
import '@fontsource-variable/inter/wght.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { startTexts } from './text';

// Gatehouse was updated under an open window: what this page would load next is no longer there.
window.addEventListener('vite:preloadError', () => window.location.reload());

startTexts();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
